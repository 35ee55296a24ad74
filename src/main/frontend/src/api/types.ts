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
  createdAt: string;
}

export interface Provider {
  id: string;
  name: string;
  demo: boolean;
  models: string[];
  defaultModel?: string;
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
