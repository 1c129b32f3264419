import { preferred } from './negotiation.ts';

const OFFERED = ['application/json', 'text/html', 'application/pdf'] as const;

describe('The representation of an answer', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/pdf', 'application/pdf'],
    ['APPLICATION/PDF', 'application/pdf'],
    ['application/pdf; version=1.7', 'application/pdf'],
    ['application/json; charset=utf-8', 'application/json'],
    ['text/*', 'text/html'],
    ['application/*', 'application/json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/json;q=0.5, text/html;q=0.9, application/pdf;q=0.7', 'text/html'],
    ['application/json;q=0.5,application/pdf;q=0.51', 'application/pdf'],
    ['application/pdf;q=0.5, text/html;q=0.5', 'text/html'],
    ['application/json;q=0, */*', 'text/html'],
    ['application/*;q=0.1, application/pdf;q=0.2', 'application/pdf'],
    ['*/*;q=0.1, application/json;q=0, text/*;q=0', 'application/pdf'],
    ['image/png, text/html ; Q=0.001', 'text/html'],
  ])('for "%s" is %s', (accept, type) => {
    expect(preferred(accept, OFFERED)).toBe(type);
  });

  it.each(['image/png', 'application', 'text', '*', 'text/html;q=0', '*/*;q=0.0', ';,;', ',', '%00', 'text/html2'])(
    'is none for "%s"',
    accept => {
      expect(() => preferred(accept, OFFERED)).toThrow(expect.objectContaining({ status: 406 }));
    },
  );
});
