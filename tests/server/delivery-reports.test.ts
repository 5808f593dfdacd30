import { expect } from 'chai';
import fc from 'fast-check';
import { readDeliveryReports } from '../../server/delivery-reports.ts';

/** A report as mail servers write it, with lines that go on and an address that is nobody's business. */
export function deliveryReport(
  messageId: string,
  { action = 'failed', status = '5.1.1' }: { readonly action?: string; readonly status?: string } = {},
): string {
  return [
    'From: MAILER-DAEMON@mx.example (Mail Delivery System)',
    'To: notices@firm.example',
    'Message-ID: <20261126.1@mx.example>',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="b1"',
    '',
    '--b1',
    '',
    'Your message could not be delivered to mari@example.com.',
    '',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; mari@example.com',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 <mari@example.com>:',
    '    Recipient address rejected',
    '',
    '--b1',
    'Content-Type: text/rfc822-headers',
    '',
    'From: notices@firm.example',
    `Message-ID:`,
    ` <${messageId}@firm.example>`,
    '',
    '--b1--',
    '',
  ].join('\r\n');
}

describe('delivery reports', () => {
  it('are read from one message: what happened, its code, and which of ours it was', () => {
    expect(readDeliveryReports(deliveryReport('notice-12.1'))).to.deep.equal({
      reports: [{ messageId: 'notice-12.1', action: 'failed', status: '5.1.1' }],
      others: 0,
    });
  });

  it('are read from a mailbox; what is no report, or not about ours, is counted and left', () => {
    const holiday = 'From: a@b.example\nSubject: Re: Notice\n\nI am away. Action: failed\nStatus: 5.0.0\n';
    const mailbox = [
      deliveryReport('notice-12.1', { action: 'Delayed', status: '4.4.1' }),
      deliveryReport('somebody-else'),
      holiday,
      deliveryReport('notice-13.2', { action: 'delivered', status: '2.0.0' }),
      deliveryReport('notice-14.1', { action: 'exploded' }),
    ]
      .map((message) => `From MAILER-DAEMON Thu Nov 26 10:00:00 2026\n${message}`)
      .join('\n');
    expect(readDeliveryReports(mailbox)).to.deep.equal({
      reports: [
        { messageId: 'notice-12.1', action: 'delayed', status: '4.4.1' },
        { messageId: 'notice-13.2', action: 'delivered', status: '2.0.0' },
      ],
      others: 3,
    });
  });

  it('never tell whom it was for, whatever the file holds', () => {
    const { reports } = readDeliveryReports(deliveryReport('notice-12.1'));
    expect(JSON.stringify(reports)).to.not.match(/mari|example/);
    fc.assert(
      fc.property(fc.string(), (noise) => {
        expect(readDeliveryReports(noise).reports).to.deep.equal([]);
        const cut = deliveryReport('notice-12.1').slice(0, noise.length * 7);
        for (const { messageId } of readDeliveryReports(cut).reports) {
          expect(messageId).to.equal('notice-12.1');
        }
      }),
    );
  });
});
