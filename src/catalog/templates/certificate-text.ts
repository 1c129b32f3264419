import type { CertificateView } from '../queries/certificate.view.ts';

/** What a certificate says to people, whatever it is printed as. */
export function textOf({ name, title, completedAt, revokedAt, issuer, code, url }: CertificateView) {
  return {
    heading: 'Certificate of completion',
    revocation: revokedAt && `Revoked on ${dayOf(revokedAt)}`,
    name: name ?? 'Erased',
    title,
    facts: [
      { term: 'Completed', text: dayOf(completedAt) },
      { term: 'Issued by', text: issuer },
      { term: 'Code', text: code },
      { term: 'Verify at', text: url },
    ],
  };
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
