package org.streamchat.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.streamchat.support.Deployments;

/** The built WAR inside a real Open Liberty finds what the server has to give it. */
@ArquillianTest
class ContainerIT {
  @Resource(lookup = "jdbc/streamchat")
  DataSource database;

  @Inject BeanManager beans;
  @Inject Config config;

  @Deployment
  static WebArchive application() {
    return Deployments.application();
  }

  @Test
  void reachesTheDatabaseThroughTheDataSource() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select '你好 🙂', @@session.time_zone")) {
      assertTrue(result.next());
      assertEquals("你好 🙂", result.getString(1));
      assertEquals("+00:00", result.getString(2));
      assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
    }
  }

  @Test
  void asksTheDatabaseNotToWaitLongForLocksNorForLostNodes() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select @@session.innodb_lock_wait_timeout, @@session.wait_timeout")) {
      assertTrue(result.next());
      assertEquals(3, result.getInt(1));
      assertEquals(60, result.getInt(2));
    }
  }

  @Test
  void readsItsSettingsFromTheEnvironment() {
    assertTrue(config.getValue("redis.url", String.class).startsWith("redis://127.0.0.1:"));
  }

  @Test
  void injectsBeans() {
    assertFalse(beans.getBeans(Config.class).isEmpty());
  }
}
