package org.streamchat.browser;

import java.util.List;

/** What the pictures show a chat about, in one language: nothing that is nobody's concern. */
record Tides(
    String question,
    String title,
    String found,
    String reasoning,
    String beginning,
    String rest,
    List<String> otherTitles) {

  static final Tides ENGLISH =
      new Tides(
          "Why are there two tides a day?",
          "Why there are two tides a day",
          "tides",
          """
          The question is about the two bulges. The usual slip is to explain only the one below the Moon; the far one needs the difference of the pull.

          I will begin with the picture and come to the numbers later.
          """,
          """
          Tides are the slow breathing of the sea, and the **Moon** sets their rhythm.

          ## Why there are two a day

          The Moon pulls harder on the side of the Earth that faces it than on the far side. The *difference* stretches the oceans into two bulges, one towards the Moon and one away from it, and the Earth turns below them.

          1. About every 12 hours and 25 minutes a coast passes below a bulge: high water.
          2. The 25 minutes are there because the Moon moves on while the Earth turns.
          3. When Sun and Moon pull in one line, at new and full moon, the tides are highest.
          """,
          """

          | Place | Mean range | Spring range |
          | --- | ---: | ---: |
          | Bay of Fundy | 11.7 m | 16.3 m |
          | Bristol Channel | 9.6 m | 12.3 m |
          | Baltic Sea | 0.1 m | 0.2 m |

          The pull falls off with the third power of the distance, $a = 2GMr/d^3$, which is why the small, near Moon beats the huge, far Sun.

          ```java
          /** How strongly a body raises tides, relative to the Moon. */
          double tidalPull(double mass, double distance) {
            double ratio = MOON_DISTANCE / distance;
            return mass / MOON_MASS * Math.pow(ratio, 3); // the Sun: 0.46
          }
          ```
          """,
          List.of(
              "Packing list for Bergen",
              "翻译：海边的诗",
              "A regex for ISO dates",
              "Letter to the harbour office"));

  static final Tides CHINESE =
      new Tides(
          "为什么一天有两次潮汐？",
          "一天两次潮汐的原因",
          "潮汐",
          """
          问题的关键是两个隆起。常见的疏漏是只解释月球下方的那一个；背面的隆起要用引力之差来说明。

          先给出图像，再给出数字。
          """,
          """
          潮汐是大海缓慢的呼吸，而**月球**决定它的节奏。

          ## 为什么一天两次

          月球对地球近侧的引力大于远侧。这一*差异*把海洋拉成两个隆起，一个朝向月球，一个背向月球，地球就在它们之下自转。

          1. 大约每隔 12 小时 25 分钟，海岸会经过一个隆起：高潮。
          2. 多出的 25 分钟，是因为地球自转时月球也在前进。
          3. 新月和满月时，太阳与月球在一条直线上，潮差最大。
          """,
          """

          | 地点 | 平均潮差 | 大潮潮差 |
          | --- | ---: | ---: |
          | 芬迪湾 | 11.7 米 | 16.3 米 |
          | 钱塘江口 | 5.6 米 | 8.9 米 |
          | 波罗的海 | 0.1 米 | 0.2 米 |

          引潮力与距离的三次方成反比，$a = 2GMr/d^3$，所以又小又近的月球胜过又大又远的太阳。

          ```java
          /** 某个天体的引潮力，以月球为 1。 */
          double tidalPull(double mass, double distance) {
            double ratio = MOON_DISTANCE / distance;
            return mass / MOON_MASS * Math.pow(ratio, 3); // 太阳：0.46
          }
          ```
          """,
          List.of("卑尔根之行的行李清单", "A poem by the sea", "匹配 ISO 日期的正则表达式", "写给港务局的信"));
}
