package org.streamchat.support;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What container tests deploy. */
public final class Deployments {
  private Deployments() {}

  /** The WAR exactly as it was built; add what the test class itself needs beside it. */
  public static WebArchive application() {
    return ShrinkWrap.create(ZipImporter.class, "streamchat.war")
        .importFrom(new File("target/streamchat.war"))
        .as(WebArchive.class);
  }
}
