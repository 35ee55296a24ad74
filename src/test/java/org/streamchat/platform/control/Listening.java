package org.streamchat.platform.control;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Hears what is sent to a database. */
final class Listening {
  private Listening() {}

  static DataSource to(DataSource source, Consumer<String> listener) {
    return proxy(
        DataSource.class,
        (self, method, arguments) ->
            call(source, method, arguments) instanceof Connection connection
                ? connection(connection, listener)
                : null);
  }

  /** A pool of one connection, for what is done by one thread. */
  static DataSource keeping(DataSource source) throws SQLException {
    Connection kept = source.getConnection();
    Connection lent =
        proxy(
            Connection.class,
            (self, method, arguments) ->
                method.getName().equals("close") ? null : call(kept, method, arguments));
    return proxy(
        DataSource.class,
        (self, method, arguments) ->
            method.getName().equals("getConnection") ? lent : call(source, method, arguments));
  }

  private static Connection connection(Connection connection, Consumer<String> listener) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? statement(statement, listener)
              : result;
        });
  }

  private static PreparedStatement statement(
      PreparedStatement statement, Consumer<String> listener) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (method.getName().matches("execute|executeQuery|executeUpdate")) {
            // The driver's class, a colon, and the statement with its parameters.
            String text = statement.toString();
            listener.accept(text.substring(text.indexOf(": ") + 2));
          }
          return call(statement, method, arguments);
        });
  }

  private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Listening.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
