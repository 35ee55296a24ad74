/** The shapes of the JSON interface: camelCase, absent members left out, times as ISO-8601 UTC. */

export interface ActiveGeneration {
  id: string;
  messageId: string;
  seq: number;
  status: string;
}

export interface Session {
  id: string;
  title: string;
  role?: string;
  provider?: string;
  model?: string;
  systemPrompt?: string;
  createdAt: string;
  updatedAt: string;
  activeGeneration?: ActiveGeneration;
  /** The text around what was searched for. */
  passage?: string;
  passageMessageId?: string;
}

export type MessageStatus = "complete" | "running" | "stopped" | "failed" | "interrupted";

export type FinishReason = "stop" | "length" | "content_filter" | "stopped";

export interface Usage {
  promptTokens: number;
  completionTokens: number;
}

export interface MessageError {
  type: string;
  title: string;
  detail?: string;
  retryable?: boolean;
}

/** Where a message stands among those that answer, or ask, at the same place. */
export interface Siblings {
  index: number;
  count: number;
  previous?: string;
  next?: string;
}

export interface Message {
  id: string;
  sessionId: string;
  parentId?: string;
  author: "user" | "assistant";
  content: string;
  reasoning?: string;
  status: MessageStatus;
  finishReason?: FinishReason;
  generationId?: string;
  error?: MessageError;
  usage?: Usage;
  responseTimeMs?: number;
  provider?: string;
  model?: string;
  siblings?: Siblings;
  createdAt: string;
}

export interface Provider {
  id: string;
  name: string;
  demo: boolean;
  models: string[];
  defaultModel?: string;
  /** Left out by servers that only name what can be used. */
  usable?: boolean;
  keyOf?: "operator" | "user" | "none";
  /** Whether a key of the user's own may be kept for it. */
  ownKeys?: boolean;
}

export interface Role {
  id: string;
  builtIn: boolean;
  name: string;
  icon?: string;
  prompt: string;
  model?: string;
  temperature?: number;
}

export type RoleDraft = Omit<Role, "id" | "builtIn">;

export interface Me {
  id: string;
  name: string;
  email?: string;
  roles: string[];
  limits?: { sendsPerMinute?: number; concurrent?: number; tokensPerDay?: number };
  use?: { tokensToday?: number };
}

export interface Page<T> {
  items: T[];
  next?: string;
}

export interface Prompt {
  message: string;
  provider?: string;
  model?: string;
}

export const MESSAGE_LIMIT = 32_000;
export const TITLE_LIMIT = 200;
