package org.streamchat.platform.boundary;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The root of all calls; resources and providers are found by their annotations. */
@ApplicationPath("/api")
public class Api extends Application {}
