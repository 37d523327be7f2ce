import type { ChatClient, ChatClientOptions } from './client-api.ts'

/** Makes a client; nothing happens before `start()`. */
export function createChatClient(_options: ChatClientOptions): ChatClient {
  throw new Error('the chat client has no engine')
}
