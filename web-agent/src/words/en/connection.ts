export const connection = {
  title: 'Connection',
  incompatible: 'The server speaks another version of this page. Reload to go on; what you wrote is kept.',
  reload: 'Reload',
  catchingUp: 'Connected. Catching up…',
  reconnecting: 'No connection. Reconnecting…',
  next: (time: string) => `No connection. Next try in ${time}.`,
  offline: 'This device is offline.',
  kept: 'What you send is kept here and goes out when it is back.',
  back: 'Connected again.',
  tryNow: 'Try now',
};
