package org.streamchat.identity.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.streamchat.platform.control.Seal;
import org.streamchat.problem.ProblemException;

/**
 * Renews sessions at the identity provider, each once: a browser sends several requests at a time,
 * to several nodes, and a refresh token may be good for one use only. Who comes second, on whatever
 * node, gets what the first one has got. While Redis is away this holds for each node on its own.
 */
final class SessionRenewal {
  private static final String RENEWED = "renewed";
  private static final String RENEWING = "renewing";
  private static final String ENDED = "-";
  private static final Duration REMEMBERED = Duration.ofMinutes(2);
  private static final Duration LONGEST = IdentityProvider.PATIENCE.multipliedBy(3);
  private static final long PAUSE_NANOS = Duration.ofMillis(40).toNanos();

  private final SessionStore store;
  private final Seal seal;
  private final UnaryOperator<Session> provider;
  private final ConcurrentMap<String, CompletableFuture<Session>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param provider asks for one; see {@link OidcFlow#renewed}
   */
  SessionRenewal(SessionStore store, Seal seal, UnaryOperator<Session> provider) {
    this.store = store;
    this.seal = seal;
    this.provider = provider;
  }

  /**
   * @throws WrongCredential when the session has ended
   * @throws ProblemException IDENTITY_PROVIDER_UNAVAILABLE
   */
  Session renewed(Session old) {
    if (old.refreshToken() == null) {
      throw new WrongCredential("the session has ended", false);
    }
    String name = old.refreshToken();
    CompletableFuture<Session> mine = new CompletableFuture<>();
    CompletableFuture<Session> first = underWay.putIfAbsent(name, mine);
    if (first != null) {
      return joined(first);
    }
    try {
      Session session = onAnyNode(old, name);
      mine.complete(session);
      return session;
    } catch (RuntimeException failed) {
      mine.completeExceptionally(failed);
      throw failed;
    } finally {
      underWay.remove(name);
    }
  }

  private static Session joined(CompletableFuture<Session> first) {
    try {
      return first.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw failed;
    }
  }

  private Session onAnyNode(Session old, String name) {
    Instant until = Instant.now().plus(LONGEST);
    while (Instant.now().isBefore(until)) {
      Optional<String> told = store.get(RENEWED, name);
      if (told.isPresent()) {
        return opened(told.get(), name);
      }
      if (store.first(RENEWING, name, LONGEST)) {
        return here(old, name);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw IdentityProvider.unavailable();
  }

  private Session here(Session old, String name) {
    try {
      Session session = provider.apply(old);
      store.put(RENEWED, name, sealed(session, name), REMEMBERED);
      return session;
    } catch (WrongCredential ended) {
      store.put(RENEWED, name, ENDED, REMEMBERED);
      throw ended;
    } finally {
      store.forget(RENEWING, name);
    }
  }

  private String sealed(Session session, String name) {
    return Base64.getEncoder()
        .encodeToString(seal.seal(session.toBytes(), RENEWED, SessionStore.hash(name)));
  }

  private Session opened(String told, String name) {
    if (!told.equals(ENDED)) {
      byte[] sealed = Base64.getDecoder().decode(told.getBytes(StandardCharsets.US_ASCII));
      Optional<Session> session =
          seal.open(sealed, RENEWED, SessionStore.hash(name)).flatMap(Session::of);
      if (session.isPresent()) {
        return session.get();
      }
    }
    throw new WrongCredential("the session has ended", false);
  }
}
