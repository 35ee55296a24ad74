package org.streamchat.platform.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockTest {
  private final Logger logger = Logger.getLogger(Clock.class.getName());
  private final List<String> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @Test
  void saysWhereATaskFailedAndNothingOfWhatItWasAbout() {
    Clock.carefully(
        () -> {
          throw new IllegalStateException(
              "could not write 'a secret'", new IllegalArgumentException("a secret"));
        });

    assertThat(logged)
        .singleElement()
        .asString()
        .contains("IllegalStateException", "Caused by", "IllegalArgumentException", "ClockTest")
        .doesNotContain("secret");
  }
}
