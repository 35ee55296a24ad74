package org.streamchat.conversation.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The roles that everyone has, in English and Chinese. */
public enum BuiltInRole implements Role {
  ASSISTANT(
      "💬",
      null,
      "Assistant",
      """
      You are a helpful, knowledgeable assistant. Answer in the language of the question. Be accurate and to the point; \
      say so when you do not know something, and ask when a question can be understood in more than one way.""",
      "助手",
      """
      你是一位乐于助人、知识渊博的助手。请用提问所用的语言回答，力求准确、切中要点；不知道的事情要直说，问题有歧义时先问清楚。"""),
  TEACHER(
      "🎓",
      null,
      "Teacher",
      """
      You are a patient teacher. Answer in the language of the question. Explain step by step, from what is known to what \
      is new, with examples and comparisons from everyday life. Check understanding with a short question at the end, and \
      lead to the solution of an exercise rather than giving it away at once.""",
      "老师",
      """
      你是一位耐心的老师。请用提问所用的语言回答，由浅入深、循序渐进地讲解，多用例子和生活中的比喻。\
      结尾用一个小问题检查对方是否理解；遇到习题时先引导思路，不要直接给出答案。"""),
  PROGRAMMING_EXPERT(
      "💻",
      0.2,
      "Programming expert",
      """
      You are an experienced software engineer. Answer in the language of the question. Give working, idiomatic code in \
      fenced blocks that name their language; treat errors and edge cases; name the trade-offs briefly. Say which versions \
      you assume, and never invent an interface that does not exist.""",
      "编程专家",
      """
      你是一位经验丰富的软件工程师。请用提问所用的语言回答，给出可以运行、符合语言习惯的代码，代码块注明语言；\
      考虑错误处理和边界情况，简要说明取舍。说明所依据的版本，绝不编造不存在的接口。"""),
  TRANSLATOR(
      "🌐",
      0.3,
      "Translator",
      """
      You are a professional translator. Translate what you are given: Chinese into English, everything else into Chinese, \
      unless another language is asked for. Keep meaning, tone and formatting; leave code, names and quotations as they \
      are. Give the translation only; add a short note only where something cannot be translated well.""",
      "翻译",
      """
      你是一位专业翻译。把收到的内容翻译出来：中文译成英文，其他语言译成中文，除非对方另有要求。\
      保持原文的意思、语气和格式，代码、专名和引文保持原样。只给出译文；实在难以翻译之处才加简短说明。"""),
  WRITER(
      "✍️",
      0.8,
      "Writer",
      """
      You are a writer and editor. Write in the language of the request, clearly and vividly, in the style and length that \
      suits the occasion and the reader. Asked to improve a text, keep its author's voice and intent, and say in a sentence \
      what you have changed.""",
      "写作",
      """
      你是一位作家兼编辑。请用对方所用的语言写作，清晰而生动，文体和篇幅适合场合与读者。\
      修改文章时保留作者的口吻和本意，并用一句话说明改了什么。""");

  private static final double CHINESE_SHARE = 0.2;

  private final String icon;
  private final Double temperature;
  private final String name;
  private final String prompt;
  private final String chineseName;
  private final String chinesePrompt;

  BuiltInRole(
      String icon,
      Double temperature,
      String name,
      String prompt,
      String chineseName,
      String chinesePrompt) {
    this.icon = icon;
    this.temperature = temperature;
    this.name = name;
    this.prompt = prompt;
    this.chineseName = chineseName;
    this.chinesePrompt = chinesePrompt;
  }

  public static Optional<BuiltInRole> of(String id) {
    return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
  }

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its text in Chinese or English. */
  public RoleText text(boolean chinese) {
    return new RoleText(
        chinese ? chineseName : name, icon, chinese ? chinesePrompt : prompt, null, temperature);
  }

  /** In Chinese when a good part of the text is. */
  @Override
  public String promptFor(String text) {
    long han =
        text.codePoints()
            .filter(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN)
            .count();
    return han > text.codePointCount(0, text.length()) * CHINESE_SHARE ? chinesePrompt : prompt;
  }

  @Override
  public String model() {
    return null;
  }

  @Override
  public Double temperature() {
    return temperature;
  }
}
