import { visitor } from './conversation.ts';
import type { Conversation, WaitingConversation } from './conversation.ts';

/** Something the agent who gets the chat says, whoever it is. */
export type Turn = { by: 'visitor' | 'agent'; text: string; internal?: true };
export type LiveConversation = Omit<Conversation, 'lines'> & { turns: readonly Turn[] };

const said = (text: string): Turn => ({ by: 'visitor', text });
const answered = (text: string): Turn => ({ by: 'agent', text });

/** Four that are led while seeding, so that the desk decides who answers. */
export const LIVE_CONVERSATIONS: readonly LiveConversation[] = [
  {
    id: 'demo-live-1',
    visitor: { name: 'Nadia Haddad', email: 'nadia@haddad.example' },
    page: { path: '/#kettles', title: 'Kettles' },
    turns: [
      said('Hello, is Kettle No. 3 in stock? The page does not say.'),
      answered('Hello Nadia! Yes, eleven on the shelf. It leaves today when you order before four.'),
      said('Then I order now. Thanks!'),
    ],
    labels: ['product'],
    rating: { score: 5 },
  },
  {
    id: 'demo-live-2',
    visitor: { name: 'Ben' },
    page: { path: '/orders/KC-10460', title: 'Order KC-10460' },
    turns: [
      said('i got two confirmations for one order. will i pay twice?'),
      answered('No, the second one only has the corrected address. One order, one payment.'),
      {
        by: 'agent',
        text: 'Second confirmation after an address change looks like a second order. Worth another wording.',
        internal: true,
      },
      said('ok good'),
    ],
    labels: ['order change', 'feedback'],
    rating: { score: 4 },
  },
  {
    id: 'demo-live-3',
    visitor: { name: 'Greta Lindqvist', email: 'greta.l@mail.example' },
    page: { path: '/#help', title: 'Help' },
    turns: [
      said('Hi! How do I get rid of the smell of the packaging in the cups?'),
      answered(
        'Hi Greta! Rinse them with hot water and a little baking soda, then leave them open overnight. It is only the straw.',
      ),
      said('Will do. Lovely cups, by the way.'),
      answered('That makes the potter happy, I will tell her!'),
    ],
    labels: ['care'],
    rating: { score: 5, comment: 'Friendly!' },
  },
  {
    id: 'demo-live-4',
    visitor: { name: 'Kofi Mensah', email: 'kofi@mensah.example' },
    page: { path: '/checkout', title: 'Checkout' },
    turns: [
      said('Do you take bank transfers?'),
      answered('We do, at checkout under "other ways". The parcel leaves when the money is here, mostly the next day.'),
    ],
    labels: ['payment'],
  },
];

/** Two that wait for whoever comes online first. */
export const WAITING_CONVERSATIONS: readonly WaitingConversation[] = [
  {
    id: 'demo-waiting-1',
    minutesAgo: 11,
    visitor: { name: 'Elif Yılmaz', email: 'elif@mail.example' },
    page: { path: '/orders/KC-10466', title: 'Order KC-10466' },
    lines: [
      visitor(0, 'Hello, the parcel is here but the strainer is missing.'),
      visitor(1, 'Order KC-10466. The delivery note lists it.'),
    ],
  },
  {
    id: 'demo-waiting-2',
    minutesAgo: 4,
    visitor: { name: 'Robert' },
    page: { path: '/#kettles', title: 'Kettles' },
    lines: [visitor(0, 'Which kettle would you take for two people who drink tea all day?')],
  },
];
