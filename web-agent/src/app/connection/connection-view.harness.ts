import type { ConnectionView } from '@holdfast/chat-client';

export const view = (status: ConnectionView['status'], more: Partial<ConnectionView> = {}): ConnectionView => ({
  status,
  attempt: 1,
  tab: 'alone',
  ...more,
});
