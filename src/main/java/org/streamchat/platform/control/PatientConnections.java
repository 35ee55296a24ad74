package org.streamchat.platform.control;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Connections whose replies may take up to a day: bringing a large table up to date, or waiting for
 * another node that does, takes longer than anything else is waited for. Once closed they are as
 * they were.
 */
final class PatientConnections {
  private static final int LONGEST_MILLIS = (int) Duration.ofDays(1).toMillis();

  private PatientConnections() {}

  static DataSource of(DataSource source) {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          Object result = call(source, method, arguments);
          return result instanceof Connection connection ? patient(connection) : result;
        });
  }

  private static Connection patient(Connection connection) throws SQLException {
    int former;
    try {
      former = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, LONGEST_MILLIS);
    } catch (SQLException | RuntimeException broken) {
      connection.close();
      throw broken;
    }
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("close") && !connection.isClosed()) {
            try {
              connection.setNetworkTimeout(Runnable::run, former);
            } finally {
              connection.close();
            }
            return null;
          }
          return call(connection, method, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            PatientConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
