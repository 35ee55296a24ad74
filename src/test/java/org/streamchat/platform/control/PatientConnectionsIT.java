package org.streamchat.platform.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.streamchat.launch.EmbeddedDatabase;

class PatientConnectionsIT {
  private static final int SHORT_MILLIS = 2_000;

  private final DataSource impatient = impatient();

  private static DataSource impatient() {
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(
        RealDatabase.running().dataSource().getUrl().replaceFirst("\\?.*", "?sslMode=DISABLED")
            + "&socketTimeout="
            + SHORT_MILLIS);
    source.setUser(EmbeddedDatabase.USER);
    source.setPassword(EmbeddedDatabase.PASSWORD);
    return source;
  }

  private static int slow(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT SLEEP(4)")) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void waitForWhatTakesLong() throws SQLException {
    assertThatThrownBy(() -> slow(impatient)).isInstanceOf(CommunicationsException.class);
    assertThat(slow(PatientConnections.of(impatient))).isZero();
  }

  @Test
  void areAsTheyWereOnceTheyAreClosed() throws SQLException {
    DataSource pool = Listening.keeping(impatient);
    Connection patient = PatientConnections.of(pool).getConnection();
    assertThat(pool.getConnection().getNetworkTimeout()).isGreaterThan(SHORT_MILLIS);
    patient.close();
    assertThat(pool.getConnection().getNetworkTimeout()).isEqualTo(SHORT_MILLIS);
  }
}
