package org.streamchat.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.streamchat.drill.Defect.Kind;

/** What a drill did, and what became of the answers: one row a kind of fault. */
final class Report {
  private final long seed;
  private final Duration took;
  private final Collection<Question> questions;
  private final Map<String, Integer> complaints;
  private final Map<Fault, Row> rows = new EnumMap<>(Fault.class);

  Report(
      long seed,
      Duration took,
      List<Incident> incidents,
      Collection<Question> questions,
      Map<String, Integer> complaints) {
    this.seed = seed;
    this.took = took;
    this.questions = List.copyOf(questions);
    this.complaints = new TreeMap<>(complaints);
    for (Incident incident : incidents) {
      rows.computeIfAbsent(incident.fault(), none -> new Row())
          .add(incident, incidents, this.questions);
    }
  }

  /** One kind of fault. */
  private static final class Row {
    private int times;
    private int hit;
    private int errors;
    private final Map<Kind, Integer> defects = new EnumMap<>(Kind.class);
    private Duration longestPause = Duration.ZERO;

    void add(Incident incident, Collection<Incident> incidents, Collection<Question> questions) {
      times++;
      for (Question question : questions) {
        if (question.isHitBy(incident)) {
          hit++;
          errors += question.viewers().get(0).errors();
          question.defects().forEach(defect -> defects.merge(defect.kind(), 1, Integer::sum));
          Duration pause = question.longestPause(incident, incidents);
          longestPause = pause.compareTo(longestPause) > 0 ? pause : longestPause;
        }
      }
    }

    String line(Fault fault) {
      return "| %s | %d | %d | %d | %d | %d | %d | %.1f s |%n"
          .formatted(
              fault.title(),
              times,
              hit,
              defects.getOrDefault(Kind.LOST, 0),
              defects.getOrDefault(Kind.REPEATED, 0),
              defects.getOrDefault(Kind.STUCK, 0),
              errors,
              longestPause.toMillis() / 1000.0);
    }
  }

  List<Defect> defects() {
    List<Defect> defects = new ArrayList<>();
    questions.forEach(question -> defects.addAll(question.defects()));
    return defects;
  }

  private Duration longestStall() {
    return questions.stream().map(Question::stall).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private long logs(Predicate<KeptLog> which) {
    return questions.stream().map(Question::log).filter(which).count();
  }

  @Override
  public String toString() {
    List<Viewer> viewers =
        questions.stream().flatMap(question -> question.viewers().stream()).toList();
    StringBuilder text = new StringBuilder();
    text.append(
        "Seed %d, %d minutes: %d answers, %d viewers, %d connections; logs: %d compared, %d forgotten with Redis, %d not ended there; longest time without anything new, that of the faults taken off: %.1f s; refusals and errors %s%n%n"
            .formatted(
                seed,
                took.toMinutes(),
                questions.size(),
                viewers.size(),
                viewers.stream().mapToInt(Viewer::connections).sum(),
                logs(KeptLog::isWhole),
                logs(KeptLog::isGone),
                logs(log -> !log.isWhole() && !log.isGone()),
                longestStall().toMillis() / 1000.0,
                complaints));
    text.append(
        "| fault | times | answers hit | lost | repeated | stuck | carried on by hand | longest pause in it alone |\n"
            + "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    rows.forEach((fault, row) -> text.append(row.line(fault)));
    defects().forEach(defect -> text.append('\n').append(defect));
    return text.toString();
  }
}
