/** Strokes on a 24 × 24 grid, drawn for Holdfast. These are in both apps. */
export const SHARED_ICONS = {
  back: 'M15 5l-7 7 7 7',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 20.5h4',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM12 7.5v5l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M12 4.5v15M6 13.5l6 6 6-6',
  more: 'M5.5 12a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M11.5 12a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M17.5 12a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0',
  page: 'M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5',
  send: 'M4 11.5L20 4l-5.5 16.5L11.5 13zM11.5 13L20 4',
  smile:
    'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM8.3 14c.8 1.5 2.1 2.3 3.7 2.3s2.9-.8 3.7-2.3M9 9.5v.01M15 9.5v.01',
  warning: 'M12 4L21 19.500H3zM12 10v4.500M12 17v.01',
} as const;
