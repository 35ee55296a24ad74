package org.streamchat.conversation.boundary;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/** What a caller would rather read. */
final class Languages {
  private Languages() {}

  /** Whether that is Chinese rather than English. */
  static boolean chinese(HttpHeaders headers) {
    for (Locale locale : headers.getAcceptableLanguages()) {
      if (locale.getLanguage().equals("zh") || locale.getLanguage().equals("en")) {
        return locale.getLanguage().equals("zh");
      }
    }
    return false;
  }
}
