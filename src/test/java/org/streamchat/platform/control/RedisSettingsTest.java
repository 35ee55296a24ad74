package org.streamchat.platform.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streamchat.platform.control.RedisAddress.Kind;
import redis.clients.jedis.HostAndPort;

class RedisSettingsTest {
  private static RedisAddress read(String url) {
    return RedisAddress.of(RedisSettings.of(Environment.of(Map.of("REDIS_URL", url))).address());
  }

  @Test
  void isOneServerOfThisMachineWhenNothingIsSaid() {
    RedisSettings settings = RedisSettings.of(Environment.of(Map.of()));
    assertThat(settings.address()).isEqualTo(URI.create("redis://localhost:6379"));
    assertThat(settings.prefix()).isEqualTo("sc:");
  }

  @Test
  void readsOneServer() {
    RedisAddress plain = read("redis://cache");
    assertThat(plain.kind()).isEqualTo(Kind.SINGLE);
    assertThat(plain.hosts()).containsExactly(new HostAndPort("cache", 6379));
    assertThat(plain.tls()).isFalse();
    assertThat(plain.user()).isNull();
    assertThat(plain.password()).isNull();
    RedisAddress whole = read("rediss://me:p%40ss+word@cache:7000/3");
    assertThat(whole.tls()).isTrue();
    assertThat(whole.user()).isEqualTo("me");
    assertThat(whole.password()).isEqualTo("p@ss+word");
    assertThat(whole.hosts()).containsExactly(new HostAndPort("cache", 7000));
    assertThat(whole.database()).isEqualTo(3);
    assertThat(read("redis://:secret@cache").user()).isNull();
    assertThat(read("redis://:secret@cache").password()).isEqualTo("secret");
  }

  @Test
  void readsSentinels() {
    RedisAddress address =
        read("redis+sentinel://:secret@one,two:7000/main/2?sentinel-password=other");
    assertThat(address.kind()).isEqualTo(Kind.SENTINEL);
    assertThat(address.hosts())
        .containsExactly(new HostAndPort("one", 26379), new HostAndPort("two", 7000));
    assertThat(address.master()).isEqualTo("main");
    assertThat(address.database()).isEqualTo(2);
    assertThat(address.password()).isEqualTo("secret");
    assertThat(address.sentinelPassword()).isEqualTo("other");
    assertThat(address.sentinelUser()).isNull();
  }

  @Test
  void readsACluster() {
    RedisAddress address = read("rediss+cluster://me:secret@one:7000,two");
    assertThat(address.kind()).isEqualTo(Kind.CLUSTER);
    assertThat(address.tls()).isTrue();
    assertThat(address.hosts())
        .containsExactly(new HostAndPort("one", 7000), new HostAndPort("two", 6379));
    assertThat(address).asString().doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache:6379",
        "http://cache",
        "redis://",
        "redis://:secret@",
        "redis://one,two",
        "redis://cache:0",
        "redis://cache:secret",
        "redis://cache/secret",
        "redis://cache?db=secret",
        "redis://cache/0#secret",
        "redis+sentinel://one,two",
        "redis+sentinel://one/main/secret",
        "redis+sentinel://one/main?secret=secret",
        "redis+cluster://one,,two",
        "redis+cluster://one/1",
        "redis+both://one",
        "redis://a secret"
      })
  void refusesWhatIsNoAddressWithoutShowingIt(String url) {
    assertThatThrownBy(() -> read(url))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("REDIS_URL takes an address such as redis://host:port/db")
        .message()
        .doesNotContain("secret");
  }
}
