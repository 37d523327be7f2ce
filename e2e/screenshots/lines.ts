/** Messages of every kind that must look right. */
export const LONG_CHAT: readonly string[] = [
  'Hello! The kettle that I ordered in the first week of October, which was to be a present for my sister, who collects cast iron and knows more of it than I ever will, has come today, and it is not the one that I have seen on your page: the handle is straight, where the picture shows it bent, and the lid has a knob of brass. Is that another edition, or was something mixed up?',
  'https://example.com/a/very/long/address/that/never/ends/and/has/no/space/anywhere?with=parameters&and=more-parameters&and=even-more-parameters#and-a-fragment',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  'See www.example.com or write to me@mail.example, please.',
  'const kettle = pots.find(\n  (pot) => pot.id === 3,\n);',
  '👍',
  '🎉❤️',
  'مرحبا، هل هذا الإبريق متوفر؟',
  '<b>not bold</b> & "quoted"',
];
