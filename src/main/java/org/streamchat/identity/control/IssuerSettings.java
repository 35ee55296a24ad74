package org.streamchat.identity.control;

import com.nimbusds.jose.JWSAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.streamchat.identity.entity.AddressRange;
import org.streamchat.platform.control.Environment;
import org.streamchat.platform.control.SettingException;

/**
 * Whose tokens are believed, and which.
 *
 * @param issuer exactly as the tokens name it
 * @param jwks where its keys are, when it does not tell by discovery
 * @param algorithms by which tokens may be signed; all of them with a pair of keys
 * @param skew by how much clocks may differ
 */
record IssuerSettings(URI issuer, Optional<URI> jwks, Set<JWSAlgorithm> algorithms, Duration skew) {
  static final String ISSUER = "streamchat.auth.issuer";

  private static final String ALGORITHMS = "streamchat.auth.algorithms";
  private static final Set<JWSAlgorithm> KNOWN =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  static IssuerSettings of(Environment environment) {
    URI issuer =
        address(environment, ISSUER)
            .orElseThrow(
                () -> new SettingException(ISSUER, "the identity provider's address (https)"));
    if (issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
      throw new SettingException(ISSUER, "an address without query and fragment");
    }
    return new IssuerSettings(
        issuer,
        address(environment, "streamchat.auth.jwks-uri"),
        algorithms(environment.text(ALGORITHMS, "RS256,PS256,ES256")),
        environment.duration(
            "streamchat.auth.clock-skew",
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofMinutes(5)));
  }

  /** https, or http on this machine. */
  private static Optional<URI> address(Environment environment, String setting) {
    Optional<URI> address = environment.uri(setting, "https", "http");
    if (address.isPresent() && !isSafe(address.get())) {
      throw new SettingException(setting, "an https address; http is for this machine only");
    }
    return address;
  }

  /** Whether what goes there cannot be read on the way. */
  static boolean isSafe(URI address) {
    return "https".equalsIgnoreCase(address.getScheme()) || isLocal(address.getHost());
  }

  /** Whether it is this machine's own name or address. */
  static boolean isLocal(String host) {
    String plain = host.replaceAll("^\\[|]$", "");
    return plain.equalsIgnoreCase("localhost")
        || AddressRange.address(plain).filter(java.net.InetAddress::isLoopbackAddress).isPresent();
  }

  private static Set<JWSAlgorithm> algorithms(String text) {
    Set<JWSAlgorithm> algorithms = new LinkedHashSet<>();
    for (String name : text.split(",", -1)) {
      algorithms.add(
          KNOWN.stream()
              .filter(known -> known.getName().equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new SettingException(
                          ALGORITHMS, "some of RS, PS, ES with 256, 384 or 512", text)));
    }
    return algorithms;
  }
}
