import { createServer, type Socket } from 'node:net';

/** Accepts every mail over SMTP and forgets it. */
createServer(converse).listen(Number(process.env.PORT), '127.0.0.1');

function converse(socket: Socket): void {
  let unread = '';
  let inMail = false;
  const reply = (line: string): void => {
    const command = line.slice(0, 4).toUpperCase();
    if (inMail && line !== '.') return;
    inMail = !inMail && command === 'DATA';
    if (inMail) socket.write('354 go on\r\n');
    else if (command === 'QUIT') socket.end('221 bye\r\n');
    else socket.write('250 ok\r\n');
  };
  socket.on('error', () => socket.destroy());
  socket.setEncoding('latin1').on('data', chunk => {
    const lines = (unread + chunk).split('\r\n');
    unread = lines.pop() ?? '';
    lines.forEach(reply);
  });
  socket.write('220 mail sink\r\n');
}
