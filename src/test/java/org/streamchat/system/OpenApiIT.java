package org.streamchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.streamchat.problem.Problem;
import org.streamchat.support.ChatSystem;

/** The description of the interface says what there is, all of it, and nothing else. */
class OpenApiIT {
  private static final List<Class<? extends Annotation>> METHODS =
      List.of(GET.class, PUT.class, POST.class, DELETE.class, PATCH.class);

  private final String text = ChatSystem.scripted().client().get("openapi?format=JSON").body();
  private final JsonObject openApi =
      ChatSystem.scripted().client().get("openapi?format=JSON").json();

  @Test
  void documentsEveryCallAndNoOther() {
    Set<String> documented = new TreeSet<>();
    openApi
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject().keySet().stream()
                    .filter(method -> method.matches("get|put|post|delete|patch"))
                    .forEach(
                        method ->
                            documented.add(method + " " + path.replaceAll("\\{[^}]+}", "{}"))));

    assertThat(documented).isEqualTo(offered());
    assertThat(openApi.getString("openapi")).startsWith("3.1");
  }

  @Test
  void namesEveryProblem() {
    for (Problem problem : Problem.values()) {
      if (problem != Problem.METHOD_NOT_ALLOWED && problem != Problem.INTERNAL) {
        assertThat(text).contains(problem.type().replaceFirst("^.*:", ""));
      }
    }
  }

  private static Set<String> offered() {
    Set<String> offered = new TreeSet<>();
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.streamchat");
    classes.stream()
        .filter(type -> type.isAnnotatedWith(WebServlet.class))
        .forEach(
            servlet ->
                servlet.getMethods().stream()
                    .filter(method -> method.getName().matches("doGet|doPost"))
                    .forEach(
                        method ->
                            offered.add(
                                method.getName().substring(2).toLowerCase(java.util.Locale.ROOT)
                                    + " "
                                    + servlet.getAnnotationOfType(WebServlet.class).value()[0])));
    classes.stream()
        .filter(type -> type.getSimpleName().endsWith("Resource"))
        .forEach(
            type -> {
              String root = type.getAnnotationOfType(Path.class).value();
              for (JavaMethod call : type.getMethods()) {
                methods(call)
                    .forEach(
                        method -> {
                          String path =
                              call.isAnnotatedWith(Path.class)
                                  ? call.getAnnotationOfType(Path.class).value()
                                  : "";
                          offered.add(
                              method
                                  + " "
                                  + ("/api/" + root + "/" + path)
                                      .replaceAll("/+", "/")
                                      .replaceAll("/$", "")
                                      .replaceAll("\\{[^}]+}", "{}"));
                        });
              }
            });
    return offered;
  }

  private static Stream<String> methods(JavaMethod call) {
    return METHODS.stream()
        .filter(call::isAnnotatedWith)
        .map(method -> method.getSimpleName().toLowerCase(java.util.Locale.ROOT));
  }
}
