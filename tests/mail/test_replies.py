"""Replies of real servers, each sorted as its vendor explains it."""

import pytest

from diagnostic.mail.replies import ReplyCause, Stage, sort_reply
from diagnostic.mail.replies import same_words as words

CONNECT, SIGN_IN, MAIL, RCPT, DATA = Stage
US, RATE, ADDRESS, MESSAGE = ReplyCause

REPLIES: dict[str, list[tuple[Stage, str, ReplyCause | str]]] = {
    # https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/ndr/non-delivery-reports-in-exchange-online
    # https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits
    "Microsoft 365": [
        (RCPT, "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found", ADDRESS),
        (RCPT, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", ADDRESS),
        (RCPT, "550 5.4.1 [p9@novara.example]: Recipient address rejected: Access denied. AS(201806281)", ADDRESS),
        (
            RCPT,
            "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
            RATE,
        ),
        (
            RCPT,
            "550 5.7.606 Access denied, banned sending IP [192.0.2.7]. To request removal visit sender.office.com",
            US,
        ),
        (RCPT, "550 5.7.1 Service unavailable, Client host [192.0.2.7] blocked using Spamhaus", US),
        (RCPT, "550 5.7.708 Access denied, traffic not accepted from this IP", US),
        (RCPT, "550 5.7.501 Access denied, spam abuse detected", US),
        (RCPT, "550 5.7.64 TenantAttribution; Relay Access Denied", US),
        (RCPT, "550 5.7.705 Access denied, tenant has exceeded threshold", US),
        (RCPT, "550 5.1.8 Access denied, bad outbound sender", US),
        (RCPT, "451 4.7.500 Server busy. Please try again later from [192.0.2.7]. (AS77712)", RATE),
        (RCPT, "452 4.5.3 Too many recipients (AS780090)", RATE),
        (RCPT, "552 5.2.2 The recipient's mailbox is full", "full"),
        (DATA, "550 5.7.60 SMTP; Client does not have permissions to send as this sender", US),
        (DATA, "554 5.2.252 SendAsDenied; survey@arden.example not allowed to send as other@arden.example", US),
        (DATA, "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending", RATE),
        (DATA, "432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded", ADDRESS),
        (DATA, "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", MESSAGE),
        (RCPT, "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required", ADDRESS),
        (MAIL, "530 5.7.57 Client not authenticated to send mail", US),
        (SIGN_IN, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant", US),
        (CONNECT, "421 4.3.2 The maximum number of concurrent server connections has exceeded a limit", RATE),
    ],
    # https://support.google.com/a/answer/3726730
    "Google Workspace": [
        (
            RCPT,
            "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking",
            ADDRESS,
        ),
        (RCPT, "550 5.2.1 The email account that you tried to reach is disabled. - gsmtp", ADDRESS),
        (RCPT, "553 5.1.2 We weren't able to find the recipient domain. Please check for any spelling errors", ADDRESS),
        (
            RCPT,
            "552 5.2.2 The email account that you tried to reach is over quota. Please direct the recipient to",
            "full",
        ),
        (RCPT, "452 4.2.2 The email account that you tried to reach is over quota", ADDRESS),
        (
            RCPT,
            "450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend later",
            ADDRESS,
        ),
        (RCPT, "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents more", ADDRESS),
        (RCPT, "450 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error", RATE),
        (
            RCPT,
            "550 5.4.5 Daily SMTP relay limit exceeded for user. For more information, contact your administrator",
            RATE,
        ),
        (DATA, "550 5.4.5 Daily user sending limit exceeded. - gsmtp", RATE),
        (RCPT, "550 5.7.0 Mail relay denied [192.0.2.7]. Invalid credentials for relay", US),
        (
            DATA,
            "550 5.7.1 The IP you're using to send mail is not authorized to send email directly to our servers",
            US,
        ),
        (DATA, "550 5.7.26 Unauthenticated email from arden.example is not accepted due to domain's DMARC policy", US),
        (DATA, "552 5.3.4 Your message exceeded Google's message size limits", MESSAGE),
        (DATA, "552 5.7.0 This message was blocked because its content presents a potential security issue", MESSAGE),
        (DATA, "550 5.7.1 Our system has detected that this message is likely unsolicited mail", MESSAGE),
        (MAIL, "530 5.7.0 Must issue a STARTTLS command first. - gsmtp", US),
        (MAIL, "530 5.5.1 Authentication Required", US),
        (SIGN_IN, "535 5.7.8 Username and Password not accepted", US),
        (SIGN_IN, "454 4.7.0 Too many login attempts, please try again later", RATE),
        (
            CONNECT,
            "421 4.7.0 Our system has detected an unusual rate of unsolicited mail originating from your IP",
            RATE,
        ),
    ],
    # https://www.postfix.org/postconf.5.html (smtpd_recipient_restrictions and its kin)
    "Postfix": [
        (
            RCPT,
            "550 5.1.1 <p9@novara.example>: Recipient address rejected: User unknown in local recipient table",
            ADDRESS,
        ),
        (
            RCPT,
            "550 5.1.1 <p9@novara.example>: Recipient address rejected: User unknown in relay recipient table",
            ADDRESS,
        ),
        (RCPT, "450 4.1.2 <p9@novara.example>: Recipient address rejected: Domain not found", ADDRESS),
        (RCPT, "450 4.2.0 <p9@novara.example>: Recipient address rejected: Greylisted, see postgrey", ADDRESS),
        (RCPT, "554 5.7.1 <p9@novara.example>: Relay access denied", US),
        (RCPT, "454 4.7.1 <p9@novara.example>: Relay access denied", US),
        (RCPT, "553 5.7.1 <s@arden.example>: Sender address rejected: not owned by user mailer", US),
        (RCPT, "450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.7]", US),
        (RCPT, "504 5.5.2 <box>: Helo command rejected: need fully-qualified hostname", US),
        (RCPT, "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org", US),
        (RCPT, "450 4.7.1 Error: too much mail from 192.0.2.7", RATE),
        (MAIL, "452 4.3.1 Insufficient system storage", US),
        (MAIL, "552 5.3.4 Message size exceeds fixed limit", MESSAGE),
        (DATA, "552 5.3.4 Error: message file too big", MESSAGE),
        (DATA, "451 4.3.0 Error: queue file write error", US),
        (DATA, "550 5.7.1 message content rejected", MESSAGE),
        (CONNECT, "421 4.7.0 mx.example Error: too many connections from 192.0.2.7", RATE),
    ],
    # https://www.exim.org/exim-html-current/doc/html/spec_html/ch-the_default_configuration_file.html
    "Exim": [
        (RCPT, "550 relay not permitted", US),
        (RCPT, "550 Unrouteable address", ADDRESS),
        (RCPT, "550 Sender verify failed", US),
        (RCPT, "550-Verification failed for <s@arden.example> 550 Sender verify failed", US),
        (RCPT, "501 p9: recipient address must contain a domain", ADDRESS),
        (DATA, "552 Message size exceeds maximum permitted", MESSAGE),
        (CONNECT, "421 Too many concurrent SMTP connections; please try again later.", RATE),
    ],
    # https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html
    # https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html
    "Amazon SES": [
        (DATA, "454 Throttling failure: Maximum sending rate exceeded.", RATE),
        (DATA, "454 Throttling failure: Daily message quota exceeded.", RATE),
        (DATA, "554 Message rejected: Email address is not verified. The following identities failed the check", US),
        (DATA, "554 Message rejected: Sending suspended for this account", US),
        (DATA, "554 Access denied: User is not authorized to perform ses:SendRawEmail", US),
        (SIGN_IN, "535 Authentication Credentials Invalid", US),
        (MAIL, "530 Must issue a STARTTLS command first", US),
    ],
    # https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting
    "SendGrid": [
        (
            DATA,
            "550 The from address does not match a verified Sender Identity. Mail cannot be sent until resolved",
            US,
        ),
        (DATA, "403 You are not authorized to send from that email address", US),
        (SIGN_IN, "451 Authentication failed: Maximum credits exceeded", RATE),
        (RCPT, "450 too frequent connects from 192.0.2.7, please try again later.", RATE),
        (RCPT, "421 Message from (192.0.2.7) temporarily deferred", RATE),
        (RCPT, "551 User does not exist", ADDRESS),
        (RCPT, "550 Requested action not taken: mailbox unavailable", ADDRESS),
        (RCPT, "552 Requested mail action aborted: exceeded storage allocation", "full"),
    ],
    # https://mimecastsupport.zendesk.com/hc/en-us/articles/34000709564691-Policies-Mimecast-SMTP-Error-Codes
    "Mimecast": [
        (RCPT, "550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550", ADDRESS),
        (RCPT, "550 Recipient email address unknown", ADDRESS),
        (RCPT, "550 Sender address blocked", US),
        (RCPT, "451 Internal resource temporarily unavailable", ADDRESS),
        (DATA, "554 Email rejected due to security policies", MESSAGE),
        (CONNECT, "421 Unable to process connection at this time", RATE),
    ],
    # RFC 3463 and RFC 5248, where the words say nothing
    "Codes alone": [
        (RCPT, "550 5.1.1", ADDRESS),
        (RCPT, "550 5.1.6", ADDRESS),
        (RCPT, "552 5.2.2", "full"),
        (RCPT, "550 5.4.5", RATE),
        (RCPT, "550 5.7.1", US),
        (RCPT, "421", RATE),
        (RCPT, "450", ADDRESS),
        (RCPT, "550", MESSAGE),
        (RCPT, "550 5.0.0 Rejected", MESSAGE),
        (RCPT, "550 5.7.1 Requested action not taken: mailbox unavailable", US),
        (DATA, "554 5.6.0", MESSAGE),
        (DATA, "554 5.7.1", MESSAGE),
        (MAIL, "550", US),
        # As in the reports of real deployments.
        (RCPT, "550 5.1.1 No such user here", ADDRESS),
        (DATA, "552 5.3.4 Sending quota exceeded, try again tomorrow", RATE),
    ],
}


@pytest.mark.parametrize(
    ("stage", "reply", "about"), [each for replies in REPLIES.values() for each in replies], ids=str
)
def test_a_reply_is_about_what_its_vendor_says(stage: Stage, reply: str, about: ReplyCause | str) -> None:
    verdict = sort_reply(stage, int(reply[:3]), reply[4:])
    expected = ReplyCause.ADDRESS if about == "full" else about
    # A full mailbox may be emptied, whatever class the server gives it.
    assert verdict == (expected, reply.startswith("5") and about != "full")


def test_two_refusals_have_the_same_words_but_for_addresses_and_numbers() -> None:
    one = "550 5.1.1 <p9@novara.example>: User unknown; queue id 4Zx81"
    assert words(one) == words("550 5.1.1 <q4@helix.example>: user unknown; queue id 7Rr02")
    assert words(one) != words("550 5.7.1 <p9@novara.example>: Relay access denied; queue id 4Zx81")
    assert words("550 5.1.1") != words("550 5.7.1")
    long = "550 5.7.1 " + "Please see the page of our administrators about it. " * 9
    assert words(long) == words(long[:200]), "what is kept of a long reply is its beginning"
