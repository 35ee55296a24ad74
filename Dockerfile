# The application on Open Liberty:  docker build -t streamchat .
# It needs DATABASE_URL, DATABASE_USER, DATABASE_PASSWORD and REDIS_URL when it runs.
ARG NODE_IMAGE=node:20-bookworm-slim
ARG LIBERTY_IMAGE=open-liberty:full-java17-openj9

FROM ${NODE_IMAGE} AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends maven openjdk-17-jdk-headless \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN mvn -B -DskipTests package

FROM ${LIBERTY_IMAGE}
COPY --chown=1001:0 server-config/liberty/ /config/
COPY --chown=1001:0 --from=build /build/target/jdbc/ /config/jdbc/
COPY --chown=1001:0 --from=build /build/target/streamchat.war /config/apps/
EXPOSE 9080
