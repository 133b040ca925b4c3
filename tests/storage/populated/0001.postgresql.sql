CREATE FUNCTION public.address_corrected_only_after_refusal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.email IS DISTINCT FROM OLD.email) AND EXISTS (SELECT 1 FROM invitation i JOIN wave w ON w.id = i.wave_id WHERE i.participant_id = OLD.id AND w.state = 'open' AND (i.answered OR NOT EXISTS (SELECT 1 FROM message m WHERE m.invitation_id = i.id AND m.kind = 'invitation' AND m.state = 'refused'))) THEN RAISE EXCEPTION 'an address can be corrected in an open wave only while its first mail was refused and nobody answered with it' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.ballot_never_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.wave_id IS DISTINCT FROM OLD.wave_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW.sealed IS DISTINCT FROM OLD.sealed) THEN RAISE EXCEPTION 'a ballot cannot be changed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.ballot_not_removed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM wave w WHERE w.id = OLD.wave_id AND w.state = 'open') THEN RAISE EXCEPTION 'no ballot of an open wave can be taken out' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.ballot_while_open() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state = 'open') THEN RAISE EXCEPTION 'only an open wave takes ballots' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.comment_at_the_close_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state = 'open') THEN RAISE EXCEPTION 'comments come from the ballots of an open wave, as it is closed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.comment_never_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.wave_id IS DISTINCT FROM OLD.wave_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW.question IS DISTINCT FROM OLD.question OR NEW.text IS DISTINCT FROM OLD.text) THEN RAISE EXCEPTION 'a comment cannot be changed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.companies_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = OLD.id AND w.state = 'open') AND (NEW.company_a IS DISTINCT FROM OLD.company_a OR NEW.company_b IS DISTINCT FROM OLD.company_b OR NEW.domains_a IS DISTINCT FROM OLD.domains_a OR NEW.domains_b IS DISTINCT FROM OLD.domains_b OR NEW.controller IS DISTINCT FROM OLD.controller OR NEW.contact IS DISTINCT FROM OLD.contact OR NEW.timezone IS DISTINCT FROM OLD.timezone OR NEW.brand IS DISTINCT FROM OLD.brand OR NEW.consultant_id IS DISTINCT FROM OLD.consultant_id) THEN RAISE EXCEPTION 'the companies, their mail domains, the controller and who asks are fixed while a wave is open' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.do_not_contact_for_good() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.do_not_contact AND (NOT NEW.do_not_contact OR (NEW.email IS DISTINCT FROM OLD.email OR NEW.alliance_id IS DISTINCT FROM OLD.alliance_id)) THEN RAISE EXCEPTION 'who asked not to be written to is not written to again' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.invitation_not_added() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state <> 'draft') THEN RAISE EXCEPTION 'nobody can be invited to a wave after its launch' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.invitation_not_removed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM wave w WHERE w.id = OLD.wave_id AND w.state = 'open') THEN RAISE EXCEPTION 'no invitation to an open wave can be taken back' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.invitation_spent_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (OLD.answered AND NOT NEW.answered) OR NEW.generation < OLD.generation OR (NEW.generation = OLD.generation AND (NEW.token_hash IS DISTINCT FROM OLD.token_hash)) OR (NEW.wave_id IS DISTINCT FROM OLD.wave_id OR NEW.participant_id IS DISTINCT FROM OLD.participant_id OR NEW.nonce IS DISTINCT FROM OLD.nonce) THEN RAISE EXCEPTION 'a spent invitation stays spent, a link that was ended stays ended, and their owner stays the same' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.report_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.body IS DISTINCT FROM OLD.body OR NEW.wave_id IS DISTINCT FROM OLD.wave_id OR NEW.number IS DISTINCT FROM OLD.number) THEN RAISE EXCEPTION 'a Report cannot be changed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.report_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM wave w WHERE w.id = OLD.wave_id) THEN RAISE EXCEPTION 'a Report cannot be deleted, nor a correction undone' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.response_at_the_close_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state = 'open') THEN RAISE EXCEPTION 'answers come from the ballots of an open wave, as it is closed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.response_never_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.id IS DISTINCT FROM OLD.id OR NEW.wave_id IS DISTINCT FROM OLD.wave_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW."group" IS DISTINCT FROM OLD."group" OR NEW."values" IS DISTINCT FROM OLD."values") THEN RAISE EXCEPTION 'an answer cannot be changed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.roster_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = OLD.alliance_id AND w.state = 'open') OR EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = NEW.alliance_id AND w.state = 'open')) AND (NEW.alliance_id IS DISTINCT FROM OLD.alliance_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW.attribute IS DISTINCT FROM OLD.attribute) THEN RAISE EXCEPTION 'the roster is fixed while a wave is open' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.roster_not_extended() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = NEW.alliance_id AND w.state = 'open') THEN RAISE EXCEPTION 'the roster is fixed while a wave is open' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.roster_not_shortened() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = OLD.alliance_id AND w.state = 'open') THEN RAISE EXCEPTION 'the roster is fixed while a wave is open' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.wave_ended_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.closed_at IS NOT NULL AND (NEW.closed_at IS DISTINCT FROM OLD.closed_at) THEN RAISE EXCEPTION 'the days after which answers are deleted count from the end of the wave, which stays as it was' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.wave_extended_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.state <> 'draft' AND NEW.closes_on < OLD.closes_on THEN RAISE EXCEPTION 'the closing date of a launched wave can be extended, never shortened' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.wave_key_destroyed_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.state <> 'draft' AND NEW.wrapped_private_key IS NOT NULL AND (NEW.wrapped_private_key IS DISTINCT FROM OLD.wrapped_private_key) THEN RAISE EXCEPTION 'the key of a launched wave can be destroyed, not replaced' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.wave_not_deleted() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.state = 'open' THEN RAISE EXCEPTION 'an open wave cannot be deleted' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;
CREATE FUNCTION public.wave_plan_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.state <> 'draft' AND (NEW.alliance_id IS DISTINCT FROM OLD.alliance_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.questionnaire IS DISTINCT FROM OLD.questionnaire OR NEW.languages IS DISTINCT FROM OLD.languages OR NEW.k IS DISTINCT FROM OLD.k OR NEW.comment_k IS DISTINCT FROM OLD.comment_k OR NEW.statement_margin IS DISTINCT FROM OLD.statement_margin OR NEW.scale_margin IS DISTINCT FROM OLD.scale_margin OR NEW.attribute IS DISTINCT FROM OLD.attribute OR NEW.retention_days IS DISTINCT FROM OLD.retention_days OR NEW.few_changed IS DISTINCT FROM OLD.few_changed OR NEW.public_key IS DISTINCT FROM OLD.public_key OR NEW.launched_at IS DISTINCT FROM OLD.launched_at OR NEW.invitation_texts IS DISTINCT FROM OLD.invitation_texts OR NEW.opens_on IS DISTINCT FROM OLD.opens_on OR NEW.opens_at IS DISTINCT FROM OLD.opens_at OR NEW.announced IS DISTINCT FROM OLD.announced OR NEW.held_up IS DISTINCT FROM OLD.held_up) THEN RAISE EXCEPTION 'the plan of a launched wave cannot be changed' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.wave_state_forward() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (OLD.state = 'open' AND NEW.state = 'draft') OR (OLD.state IN ('closed', 'destroyed') AND NEW.state <> OLD.state) THEN RAISE EXCEPTION 'a launched wave cannot go back, and a closed one cannot be opened again' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;
CREATE TABLE public.action (
    id uuid NOT NULL,
    text character varying(300) NOT NULL,
    owner character varying(120) NOT NULL,
    agreed_on date NOT NULL,
    statement character varying(120),
    alliance_id uuid NOT NULL
);
COMMENT ON TABLE public.action IS 'Something that was agreed, to move a statement. The time line of the trend shows it.';
CREATE TABLE public.alliance (
    id uuid NOT NULL,
    brand character varying(120) NOT NULL,
    company_a character varying(120) NOT NULL,
    company_b character varying(120) NOT NULL,
    domains_a jsonb NOT NULL,
    domains_b jsonb NOT NULL,
    timezone character varying(64) NOT NULL,
    controller character varying(300) NOT NULL,
    contact character varying(254) NOT NULL,
    attribute character varying(60),
    simulated boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    consultant_id uuid NOT NULL,
    second_id uuid
);
COMMENT ON TABLE public.alliance IS 'The partnership: two companies and a brand or purpose.';
CREATE TABLE public.ballot (
    id uuid NOT NULL,
    side character varying(1) NOT NULL,
    sealed bytea NOT NULL,
    wave_id uuid NOT NULL
);
ALTER TABLE ONLY public.ballot ALTER COLUMN sealed SET STATISTICS 0;
COMMENT ON TABLE public.ballot IS 'One sealed sheet of answers, unreadable until the close.';
CREATE TABLE public.comment (
    id uuid NOT NULL,
    side character varying(1) NOT NULL,
    question character varying(120) NOT NULL,
    text text NOT NULL,
    wave_id uuid NOT NULL
);
ALTER TABLE ONLY public.comment ALTER COLUMN text SET STATISTICS 0;
COMMENT ON TABLE public.comment IS 'One comment after the close, with no key to the ratings given beside it.';
CREATE TABLE public.comment_note (
    id uuid NOT NULL,
    comment character varying(64) NOT NULL,
    taken_out boolean NOT NULL,
    text text,
    released boolean NOT NULL,
    wave_id uuid NOT NULL
);
ALTER TABLE ONLY public.comment_note ALTER COLUMN text SET STATISTICS 0;
COMMENT ON TABLE public.comment_note IS 'What a consultant decided about a comment of a Report, laid over it whenever it is read.';
CREATE TABLE public.consultant (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    firm character varying(254) NOT NULL,
    password_hash character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
COMMENT ON TABLE public.consultant IS 'Somebody who signs in. Alliances are theirs, and of a colleague with whom they share one.';
CREATE TABLE public.invitation (
    id uuid NOT NULL,
    nonce bytea NOT NULL,
    generation integer NOT NULL,
    token_hash character varying(64) NOT NULL,
    answered boolean NOT NULL,
    participant_id uuid NOT NULL,
    wave_id uuid NOT NULL
);
COMMENT ON TABLE public.invitation IS 'One participant''s right to answer one wave, once.';
CREATE TABLE public.mail_count (
    id uuid NOT NULL,
    day date NOT NULL,
    kind character varying(20) NOT NULL,
    side character varying(1) NOT NULL,
    sent integer NOT NULL,
    wave_id uuid NOT NULL
);
COMMENT ON TABLE public.mail_count IS 'How many mails of a wave went out on a day to a side, never to whom.';
COMMENT ON COLUMN public.mail_count.kind IS 'INVITATION: invitation\nREMINDER: reminder\nNEW_LINK: new_link\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k\nOPENS_SOON: opens_soon\nHELD_UP: held_up\nREPORTED: reported';
CREATE TABLE public.message (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    language character varying(8),
    attempts integer NOT NULL,
    not_before timestamp with time zone NOT NULL,
    error character varying(300),
    consultant_id uuid,
    invitation_id uuid,
    wave_id uuid
);
COMMENT ON TABLE public.message IS 'The outbox. It holds whom to write to and why, never a link: the worker makes the link as it sends.';
COMMENT ON COLUMN public.message.kind IS 'INVITATION: invitation\nREMINDER: reminder\nNEW_LINK: new_link\nTEST: test\nPASSWORD_RESET: password_reset\nBELOW_K: below_k\nOPENS_SOON: opens_soon\nHELD_UP: held_up\nREPORTED: reported';
COMMENT ON COLUMN public.message.state IS 'WAITING: waiting\nSENT: sent\nREFUSED: refused';
CREATE TABLE public.participant (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    side character varying(1) NOT NULL,
    name character varying(120),
    attribute character varying(60),
    language character varying(8) NOT NULL,
    do_not_contact boolean NOT NULL,
    refused character varying(300),
    alliance_id uuid NOT NULL
);
COMMENT ON TABLE public.participant IS 'One line of the roster.';
CREATE TABLE public.rendering (
    id uuid NOT NULL,
    format character varying(8) NOT NULL,
    edition character varying(16) NOT NULL,
    language character varying(8) NOT NULL,
    shown character varying(64) NOT NULL,
    maker character varying(64) NOT NULL,
    state character varying(8) NOT NULL,
    claim uuid NOT NULL,
    heartbeat_at timestamp with time zone NOT NULL,
    done integer NOT NULL,
    steps integer NOT NULL,
    body bytea,
    wave_id uuid NOT NULL
);
ALTER TABLE ONLY public.rendering ALTER COLUMN body SET STATISTICS 0;
COMMENT ON TABLE public.rendering IS 'A file made of a Report: who makes it and how far they are, then what they made.';
COMMENT ON COLUMN public.rendering.state IS 'IN_WORK: in_work\nREADY: ready\nFAILED: failed';
CREATE TABLE public.report (
    id uuid NOT NULL,
    number integer NOT NULL,
    body text NOT NULL,
    wave_id uuid NOT NULL
);
COMMENT ON TABLE public.report IS 'The Report of a closed wave, frozen, in its JSON form: the highest number counts.';
CREATE TABLE public.response (
    id uuid NOT NULL,
    side character varying(1) NOT NULL,
    "group" character varying(60),
    "values" jsonb NOT NULL,
    wave_id uuid NOT NULL
);
ALTER TABLE ONLY public.response ALTER COLUMN "group" SET STATISTICS 0;
ALTER TABLE ONLY public.response ALTER COLUMN "values" SET STATISTICS 0;
COMMENT ON TABLE public.response IS 'One person''s answers after the close, linked to nobody, its comments kept apart.';
CREATE TABLE public.stored_value (
    key character varying(200) NOT NULL,
    value bytea NOT NULL,
    expires_at timestamp with time zone
);
COMMENT ON TABLE public.stored_value IS 'Sessions, password-reset keys and rate-limit counters, each until it expires.';
CREATE TABLE public.tortoise_migrations (
    id integer NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.tortoise_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.tortoise_migrations_id_seq OWNED BY public.tortoise_migrations.id;
CREATE TABLE public.wave (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    state character varying(10) NOT NULL,
    questionnaire jsonb NOT NULL,
    languages jsonb NOT NULL,
    k integer NOT NULL,
    comment_k integer NOT NULL,
    statement_margin double precision NOT NULL,
    scale_margin double precision NOT NULL,
    attribute character varying(60),
    retention_days integer NOT NULL,
    opens_on date,
    opens_at character varying(5) NOT NULL,
    closes_on date NOT NULL,
    remind_on jsonb NOT NULL,
    invitation_texts jsonb NOT NULL,
    reminder_texts jsonb NOT NULL,
    public_key bytea,
    wrapped_private_key bytea,
    few_changed boolean NOT NULL,
    launched_at timestamp with time zone,
    closed_at timestamp with time zone,
    participation jsonb,
    participation_at timestamp with time zone,
    reminders_sent integer NOT NULL,
    reminded_at timestamp with time zone,
    warned_at timestamp with time zone,
    announced boolean NOT NULL,
    held_up character varying(300),
    alliance_id uuid NOT NULL
);
ALTER TABLE ONLY public.wave ALTER COLUMN wrapped_private_key SET STATISTICS 0;
COMMENT ON TABLE public.wave IS 'One round of answering. From launch on the database refuses to change what was promised.';
COMMENT ON COLUMN public.wave.state IS 'DRAFT: draft\nOPEN: open\nCLOSED: closed\nDESTROYED: destroyed';
ALTER TABLE ONLY public.tortoise_migrations ALTER COLUMN id SET DEFAULT nextval('public.tortoise_migrations_id_seq'::regclass);
INSERT INTO public.alliance VALUES ('f40506f6-6221-4316-8e2e-99cc89bc8544', 'Cardiva', 'Novara', 'Helix', '["novara.example"]', '["helix.example"]', 'Europe/Berlin', 'Arden Consulting, 1 Quay Street, Bristol', 'alice@consultancy.example', 'function', false, '2026-11-29 01:52:24.934664+00', 'b9cbe587-53ea-4a8f-94f4-4136f412390d', NULL);
INSERT INTO public.ballot VALUES ('8c3c4d3c-a478-4109-a5c9-9f9b8e87dbaf', 'a', '\xed85acd486ecdf05b05b8d96fdbc85967d758b99da4accabb939913a8bd303249040f347470c514c746209a8c8c02dbd7a3b47374292db71ff71652abf84aeb0feddf45bd74bcf9bfffc7aceb157582aa81025061bd62d23ac787a6ad76a1b18cd964bd622ad9c2b22f830d4c6ecf8007910bdd748ef12f9b762ebc467b92801ce065e18156b2129fdecaa3bd44bb1a23a060422b37f831274d2055446ee831c7aff1e05b36d6fe0494dc933c402ec80dc932ef45dc32d1a02cdf17ab666ac8ec1d65898ba951b136a07953ca89301e105124e5ab635dd858d183fa8409608c58bda2249c533ea32153879d40dac24ea9c3949629a930b794c4a87d4c46df3691bbf3cc45b02016f5e90f8b9535588203cc2a414e29323a515218757d268e8e424595ca7020efbd75738bb2cec92381189e05f258608e11435a23b60191dd069af782a5edbf1d719b4ff4af4fa5b48b85b9a2657834755ca8fcf7cb122a80c26023cbb1d91c46e92dfcc1c3777d8a772ce0ae5e676928a62166e14ab578690c33a93970495a7f9ba146c3ef38e6f56c71a6a69de258bb09564b14de27945c77a221c7572193e2fc0373dce5ff8cc233bc5edb6bd8841cdf528e59b5e8e08f7d6a6896fd1f5ecf943ad7759a740af48ded5b47a6ab56980d0f91efb8113b84722878c14339ccb325d75269a432f7de4a9844cfa5908b8650b6f1199eec46ad61f4c2f04457d8b5d5b15a8496c57fba48b27101563032f00b5982d8fd66e1e9735ea0c954eb0789ab515b4a305fbdd1b4b1bd8fe2269c25043b0e8ebada879df87064c22db6f54db43b6cc514f1e96d7080227d09cd1e49599b6add9bf0ad86b117f1f92387477e1e5e107ddb04f1339496a3ff2b53f9f6fdb99a44ebcc9f8821f87617216dcfc14d511927be5327a7794817bd7737fff5cd5b0e719760fca06b2f2e8e69b2c900a8a5d1854d9ee34f33fff0257981dbfe0a00e4773d8cbaf94567fbe50c84d4331b7c43c2e17d8e52e0859879c165c07ab1b6aa70e82f11538e3c1a1c82cf3ad845bc708bc7120c8cd9fed5a5aa3b8b931e1ad0bdca0b27da9f57ab9c6735be0b110a731cd21bef52f1bea3ced63d1b7345d9dd41fbd881f3fc6ad434c4f2e300bb68863fa0c8994bea75f737a5a8525c682458b6a0046835cfa116472ac1c7333f94f97a6549131f790c7c66e2e0b30521d8cc4a549e0a3b971620f6256c57e111f276fa7fbfbc42690cf3c92aab71b970e7880a74ab0478a18066cd033130c7ecd1493d6cfed262c4b8f9d2fba93a0ab03d777d74217e339c693b0041a4ac675da1995bce67e5d21e3d98c8fcf3945d9fde88d6a7cd751eeaf2505471a51c30a89e4db986f4c6e506c670183d8cf479d777288de66887bd467fa9ba6e4cfe79a5256cd3359744873330ce03014eb03cdc844568433a61d9a7f42a1b8eece121f449e1dd02c7efccb499e7822ffb1d335cd328ae1f64644624a3d7465db1b0b66787a30afbdfea97fc980f258e018cfa109c8a24375f6f5fd44011c0ba93c7b192c913ce0b87fd4ab9fc1e43526089c941c44b1fb712681911f30e4d59ff9bdf22f8ff78941bf453900596e809fbaf02ecf72e67c3cb5aa53af4d5934c2e9ff1895aafaec3c4afb02b1b3570563812dea5edd166f540fae4e6ee4e7511fefa12acbd82614df702340b1d29b2c7f17583353466691fa6186c29b9bc3b4174665abcdba3d6bf9e1a2b57886e1ea708f24ca29dcf5ec095076dba9e5ce7329d085c503714e27c389352069585d8d03fa9e168fa44714dd2e2d0b67c157d18b8f32951c9a80a1ae8d57c917c68f0e1fb1e687f815d2b69e1c8ba703a3af1b9274036cb81d380f4ee27342e20170c2b543edddb4d2741fa6f071b69b2b4fbd798ec093536a38f1513dc82dde914ade076d231271f1c2b86d917fc5f6277a0fad1ad06274191dba3005948f519d087137d9574f254ab50c717043084f169e7d77689ae6318547aa0a29a69b1e0b80a4f8b1d28ea67a33a0f0102e1fcc5417eb954defc7a42d4343a19b1506fc6af2f70361337cd77b4f459242f4d8505281b1f5b3070d2017007e7619947ed372e19ede9a4cce04eb178e1e130d5df604eeb31053ece27adfd92a0ef620cfe85604d68864a10d7c01c660562c546cafc589eaea8c7bfba35b32793ff0ae43f8c841e0eb2b26b14849c231651db669981543a72290d8cf2891aee05eb9a47efa009c0dc635cfe3e38d061258da03cc157e5281566982e998df1549d3a11570c0396dd9062ed86bc00709d4d79147225a675d392021341e9de60a7ac17007c62a2e40372fd8480ab23747fdc6cc59e518f416cce686b728f6d79309e5119223af0eb99e83ad4ce44f55261a5a82a653c1ba83e45dca084acb5db8312c1edfb20ffdc8bde3bed2f0756fca2191223ad163ddda19c1a43b6a017cf02e703c127d17f6a7b627b8ae69e2367c1db65087eb6e3764251b29b3fae2eb453555e0f008e3c8b86f27e2a680243dbe5220966c4649bccc8cb00307f56295330529385b8d907a30584ce097561f54991173b7a6c5f3e1f753e4eea518d5471886e7ad4f7b1a7074dad0972171d17ea514a4d0fcb410a07a30fcbf35c49ef5852e99f9fd431a25d881051fa52aabb8eed54cec64f38a610472293a84719114a461bf3fdb08ab1876de6d7ff8158c8d45726a2587c3464ecbc22fb998dc095ad366405f874e8999021db0504d7aa0f5607412b7aeca21a3d43d42120f0492f0a613b5fb38d7e6ae4189061f28a4db6ca9f3fc2eed12bf7cf9b55f86771d3b9f7cbbbe94b1580dd9684cadb5b7d53dd30cb8fad10456c7d613496067571a6a6c954264fbeccdcf445cefd59796822f50a769879fe5ae4de00026a78bd3157e8dd9bbb2f269b6637da01081a96f9f38997a6f109e01566ebc014b6f34848a79d6db731a1f61076e59aafdbf2462382e14d74bc280d3e93b38d95910cc789b2e8ee7ab468b72996003749989bccc42f710ef4f404cce1864e515e00c4e8b03983dfd2760b29ece2e54fa72da29cd7f03bc8154708b5327404de4c750370681eaefc8b7e8a4cf96af433bc99b21c3bf73dd60d1f6498d174560d84e187c7762a1532d58da316ac3fc5c9140055d4c5907349374c226aeadc59bda31c69f67069a1f0cf068c4cdd8833ddabe883aec668e1f07a5f09b680ce141b3bb85b28fac9eaa75c0172181f707aedbcf229191d442064f4a69b216e2329a500e1786dfdd5645ed619b61f655cbdc1b1ad2d7e20f4059abd4f1a45e6982128089de90dd0f4a1cb29c651a702bba9d2a6e56f948d863e250ff624cf283bcb94bc9314d4267236dc4aca14fa216eedd80408363c23d898463c84d4cebb02236956d54d0fab32523c97ccc26d933433185b3047b37257c357f3a2cbef0dc25ca6f878f8811084c05e75212b9c0a9177d5c465a3d4530475e95ba17b1878014b29edbc983624b3c14d2095736e32a636a41b4c85ecedd2d36f427c41f6157c4a26216123c32710faf53735854173b3c048e55de16dec205b1f8ad097ae29d5c3fb6b2d6ca61fd16cb20b00f569c4a034e29d9628038775706f1aa9020c0e6b6d7ed7d1894e0e0e334e533f8639ae11300fe2819e7da9bee53f5a1718cc27c83a531457a9424fd9cd80598a9ad36521dc22625e88bff4936bd5f4165042252d60aef8350c448a2dd0af45f9cfa91483dae1cedd7811f00cbc9b7a86020e0fc64a4c42caa37285d92e331b1afa681f045bc2fe2cb03b4f536775e04fe71a61f5dc977a8d05822eb5b431e43d10836dd8bcb603d91c50ea22e8fa969b8222b8962e4d781b52999649e6e38ce4085151dc91782d58b8851765eccfe07d69981ea0b73f4b4ba515291c9f633079dd2ad9b1fb27b5accda093a5228c57159eb2b69e4ea02d2614bff8b73803ca73546c86a5c398ca405f6de10204dab69066692bd6bd53abd42cbc7918dec41a92eb834480d3c0364f7592c11604081bf45c208fe96fed2aa137000c007da7eacc1698396cda689c41a2fbc0af85006feb7afa56620df4039a0ab58b28cc6d236deac3adb96dfb73108c1872115f9c963bbcd9d95a4df69cdb9663baf146b89553385c3091602e2d8fbd1995079ad6877777016b1e3d2a6d48e5823117d84a27a2522b67cad8d03e9090adb0ea5cd64bafbe8b924f086a64bc4554db4ee5097e79f7d59a68de5b2ef760b7468f97b3a2f8663e7827f01d73af74771377989b146a59f516e5a7d4297ebb51d35eef5268d3a508772f062e00324c209c9a2b013acf588d2a7774ecbebe0f9a9139217aa15da9124fd09fa87fbdaef1f66d07767210d4c71cbf57fd24b3dffb0480d4bafda11a7e111900a930e242299a1c01d2f3228d84492814a11cdb2c1d85b7df113a5dd62c2a973ee2ccf62bea46dd2a2f233ea9128c68c8dad577d9e7d689306028bb18fd6037b86eefd3b3f886bb3eaa06afeea44e33f5c60bd360318bd1964a0b8b84ff5798e9a6dd0ba8f329a893f9c1695323490ec93501e98c9cf37323194b5c3a9f9c79fd84594678f4498abb21e7f82426a6a5893d35b74668529fd5118c2e55452fee91cbc48176a6c5578c4a3ecda81de4a2553fd41e04cb78160f6bad71e25a2b375240b3f85465349b353ed734a3756ed1abed4fe2e662b41a7a0e3f464416d9b2c708282d8e17979eb50141f85c6b0f9d77b87132f373676c8a6bd6e90a6a40dcc4a99f3d0e6eae300c30792bb635a8a7b67277ee5c087e538258f06fe1662febc19477edb3bc8d26f9ef2c0013fcf697fb14427228bae7afbf73a5143d61a36675c404e60b393c6755ba38b3594c803ab69aac323b348db4fd39991b523f80f31d7ba0c4b628a0a094d11fc267986f293cff99bfbded77a09ed3c8ac7d093e6f78be2c0445d238e870a5135090f755e4f1042c2f44d99412ccb6e64cf50cfdce5fbf1065ba6f099d7671152c1dac0b1ac95c3b7b45307fd2eac502ef08825fc16f6a92bf932768f5d75a9541ba85ff119e8339b7eb04049fa82e56024374c244017cac61f893cf3b4d7cad4268790d0eccdc099341d6b9ac31029ec51eefb543a2f65eaa0dd23a05fd34abf2e1800187a008bafb689872871623eaca69eb10ff183ae7243226794c2346fcb40911edfb45fd5ccf4111d80557dddc693cb1f385182349066bed79582ceb13d955f8b2acbf0ee4f53a54eecda46dfab39bd3bd00daf02fa4568a0a7dec6b3223d45cc9cf4d139603875e2bc2b6396180895e6d3f0fade6b2a21e00c96210716cd7879a46491404eb8daa38b6f2518111ed3f0195652040d06f0da8857a25fe49238862b65eb49927d70675ffa5318d969fc46b01def3fce96c8bd323f4c2b0c2d2c49d543ca0c77ac8ef81238c8c48aec0b64f33f5471a216c6cb170014c1ac1727767aaab144a070353e9c5fc03010ec0df85484f37b9e7a0662ff69dbe031ededc0a893bcc5461b1cccb52a55d8bf7978b889a97491985a177b64c94e27a138990efe1e6143e764547fca2968014b8d0e7630bf8cbe31246f963a05770349db6a46d89961605cef3b63fe5dbd0fb43348d7c91ee53a3f291bf66a78b8b2e47aff834b08704328c15affb99fb706a6102ed5a72299032d8af795295156de69850062dd5e5334fc09bda6fc50132a4d8072debb92990b55566b012c52a9ce10ef89b04bb28fabebb0703fed48c3662a51eaecc5c5bc4ecde2f3bfc96e18a14fba2e858d27b5d55acbea8ef1d8d4178a7eac833645b23a0f1715941a1eab4ff104d3cd1efb6c3281d1d04255ef2a7280a02ccac1d391da901c1ed87786ab630875c12f296af5186a13e3373caa5eabc457c4013f73e4d598796ab3fdd8651d573c716c6a666296258022755f75bb67fa61893c62767f9ff2160b4d9d64a43d9debc57dd43c68b9e2112b034e4443d2df88d810b8419ed55eaf915283610856935ee6988fec31b1e777ad44880c0d1f2bdc89efac3b6390e9f6a909e138ffc04ee0b964ea2ee863ff9528d555680fbe050f55044f62548314ea053e95d8cfe3e8dfe29469afc682bc75bd9db3d4cf6bba2c966170683accd85788ec2677a2bdf84f99db6b070b89be960c6c1d2eb5051dfd76326573ad1bee26e47a1993da051bd732a08ef17e737314e645e9e8646fc7ce7673976410eedf9622908d5e5df14a218bdf90101c870f48de42156098197cfa839273760b6cabeeffefbc244d66ced60890fc475a1f3f7e4cdff9fde1b7aa25ed362c584327b5ebd20bd80a1cd1b0c37040d880a3cb4a1f171e928e3de6c4ee414536cb9ea8de7cc339db6b1e9f2bfb15ac88b89c8feed9594bafe10f79ada1d0e7187b575b1d899e29a4b8f53bfb8eb84677ec410c6bf2a4b960e72345ee9b8fdc5b178ac2a4d99d519132a3127284f733685efe32e0b412745b2d73ec92b6c3ed9dcd577c21087b46682da12daa6bf6f138195fde4f890208a6eb3866594cec0f96e2e63bd4e44e19e8dc1e5611181965dff8518b97ece10bf61a3e5e80a33349bc6d605d9f9ec34d4eccd847c677f17a082c7b4ea22141e4c8aa80ce280f24ee7c311279e003d2efd4413927214f3948e2e5de5fd2516b61a6503edfd0725e02e0240ecad38de7ceece3cea1b7a779580e93c7c67b7f7eee2271a4570d14d09cf6997243a80a99eac67334f70883e06184e8dfad579d34a4c1d8c6bc41baecd7179e9abf2e48c4c0b9eca2c9c464e5ba42d1ed91ac272756469b3b6dd73808728b3f3900d905e623021db07873256b10fda37a44011714b230dd831802d68153ffdc0ffb25a05925a9500f3a6b47b8004c4b2c6d05cde1e26cec05d07070fee127774a01ffab71ea370b2810e6ca89eacb27400c57ecf14734ee28274d358dcdcac1c566421496b67fa2dc2388d979267ba68add7c9c63e8b98f35abcbbf23c477ad98b6874f8af062fe258d0f30a99d1e3a090320013bd76097bf1885c3759c3cd638c18d8f854df4d194b4d2fb53da69b052218d3a5db7e1961a5c9ef0bd9584cb633742e52de2f0cc216aad2952adc95b2d1416197c961eb27826b61da8cbb113eaafd34fd08ec80077d98449560965b42c9bb1d85b006edc6a2aec6d4c6580baf3c07f7aafff99b4683ff7e0f6c1bda1a1acb86d0c18f14b891e9ffee7ab00968a58837a9e262ccd15d4d2a7bdb1752aec68fcf13d34b9388cbae2f5eab870b3d570c57b7f48191e28aa68ace69b37325e50c40fb03dfc6559aa38bc36b683cbaf68d2abb91abc11ba566aaf698a6b9b', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.consultant VALUES ('b9cbe587-53ea-4a8f-94f4-4136f412390d', 'alice@consultancy.example', 'Alice Arden', '', 'not a hash', '2026-11-29 01:52:24.92726+00');
INSERT INTO public.invitation VALUES ('63eb9b5f-57e4-48e0-b820-e6d4d4ac917b', '\xeb3765f5ffab0f0a3bf71e3248adc356', 1, '92ca432e059fc62074874217d4b9dd375d128238b4a5b5b8e1185432b3126635', false, '2fc73e9d-5e4d-4f59-9c65-c164fd4b1502', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('3184f15f-af44-42b5-a71d-79fcd799d6cd', '\xad114e5ae5b731a9eba5881d858ab56c', 1, 'beaff4ee50e0414b63870a92e690c4fc077e92518eabf5dd1124190ce8c5f056', false, '9051b070-689d-41c0-b97e-f5a3a5f48bb1', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('686bd15f-87b6-41e1-95ac-83b36a33d8e1', '\x8700fe0863ae0df1517ce45d39a62a04', 1, '1685aab92f56316fd241a3879286de5cae08a1ef8d3415aa860fb4778c20b631', false, 'b0fbb1e6-b94b-45dd-b619-5229418cc9e0', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('f313609e-05c0-413c-9044-772dfcf33d51', '\x1a48837ba082a100fe838c929aa2d26e', 1, '07eb5612a460f9b76cdaa4ba9977c94709fc42a6a96201394a411da10434c9cd', false, '110232d8-91a1-4347-b1bb-3e1875565074', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('56cbd50f-dad5-4ff0-a7ad-49fc536b2af2', '\x19657ed037cc7c4d4e976ed1750a318c', 1, '87b0e0284bb64b0884a05c52aef975ed7f3f56d03e82cbdd528a50416883126d', false, 'dca8c6cd-099f-4d33-ab3a-7902a7c07323', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('c1343c2e-ba8b-4f38-bc4e-191999748efe', '\x549e3169b708f4c6e3be4af1188cb204', 1, 'ccfa33f991fe8d0a74171dc8835723aa57a511c1a7faca2a1d7489b7d18c09c9', false, '1bd02618-cc24-4999-8f54-98d8cc8727be', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('83bd6f62-541d-4bbe-bce8-6c70355a5a4d', '\xf5ee1a2c044b3fd0e9211af55526bc41', 1, 'b97c17639b882312ffae66d7548da23d6e5e4c30f629525f933554c58373e85d', false, 'bab47a50-837d-48c3-88b5-6703e56cc648', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('ff2913ba-2ca6-47b5-bf29-f2ef7f366c49', '\x300dffe414005faaf8be322c1ef5fce2', 1, '7808c1551af46f780de8c2ed33c660b03c19562a06bdb8807ec8b82908f914f8', false, 'ca5e03b1-2a4c-4399-be7b-ac1d4fd6c4f8', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('16b48406-b0f1-4f95-85d8-ca2e9913d523', '\x35923e74ac49b3d59215b24a752fd3de', 1, 'e7ebb52685520177e3f1886a69797eca3c5e740fa101d6592de213e996496b7a', false, '476718fa-4f8f-48a2-9480-eb845775058d', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.invitation VALUES ('0405acb0-1596-4b19-8646-d1e084034f75', '\xf0185bcda2ea854e188215806857eece', 1, '2d86ba7208af6caecdeafb960989d9a7324f13506e27d3fc49219c054e411e3b', true, 'da49e1b4-db96-44a4-b530-e7baf0a78373', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('58a31c39-4fc6-421a-bd8a-b6c4f8fc4dbd', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, '3184f15f-af44-42b5-a71d-79fcd799d6cd', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('6f8606bd-328f-409c-b30d-103f7e29fddd', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, '686bd15f-87b6-41e1-95ac-83b36a33d8e1', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('393258b1-6fd4-4c12-b355-80d3761ce640', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, 'f313609e-05c0-413c-9044-772dfcf33d51', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('de6c4ddc-e8ca-4fbe-b7a0-34e3bc96b403', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, '56cbd50f-dad5-4ff0-a7ad-49fc536b2af2', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('6e91f8c4-efec-4608-b52d-df2e99230fd3', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, 'c1343c2e-ba8b-4f38-bc4e-191999748efe', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('d89872e3-a387-4658-8c3a-18c2f6198aa4', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, '83bd6f62-541d-4bbe-bce8-6c70355a5a4d', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('ab969541-dc72-41ab-bd8a-6053f6bcce87', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, '0405acb0-1596-4b19-8646-d1e084034f75', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('b7e6b5de-90c5-4c13-8c59-86a65662150a', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, 'ff2913ba-2ca6-47b5-bf29-f2ef7f366c49', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('ecf4e6b2-1ab2-4ebc-8f35-7f41d97b1645', 'invitation', 'waiting', 'en', 0, '2026-11-29 01:52:24.979677+00', NULL, NULL, '16b48406-b0f1-4f95-85d8-ca2e9913d523', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.message VALUES ('1a232f32-749d-4bd5-8aa4-b44bca92cf2c', 'invitation', 'refused', 'en', 0, '2026-11-29 01:52:24.979677+00', '550', NULL, '63eb9b5f-57e4-48e0-b820-e6d4d4ac917b', 'f12492d0-6088-4434-aa48-b818cc525670');
INSERT INTO public.participant VALUES ('da49e1b4-db96-44a4-b530-e7baf0a78373', 'person0@novara.example', 'a', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('2fc73e9d-5e4d-4f59-9c65-c164fd4b1502', 'person1@novara.example', 'a', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('9051b070-689d-41c0-b97e-f5a3a5f48bb1', 'person2@novara.example', 'a', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('476718fa-4f8f-48a2-9480-eb845775058d', 'person3@novara.example', 'a', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('ca5e03b1-2a4c-4399-be7b-ac1d4fd6c4f8', 'person4@novara.example', 'a', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('1bd02618-cc24-4999-8f54-98d8cc8727be', 'person0@helix.example', 'b', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('110232d8-91a1-4347-b1bb-3e1875565074', 'person1@helix.example', 'b', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('dca8c6cd-099f-4d33-ab3a-7902a7c07323', 'person2@helix.example', 'b', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('bab47a50-837d-48c3-88b5-6703e56cc648', 'person3@helix.example', 'b', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.participant VALUES ('b0fbb1e6-b94b-45dd-b619-5229418cc9e0', 'person4@helix.example', 'b', NULL, 'Marketing', 'en', false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
INSERT INTO public.tortoise_migrations VALUES (1, 'models', '0001_initial', '2026-11-29 01:52:24.917216+00');
INSERT INTO public.wave VALUES ('f12492d0-6088-4434-aa48-b818cc525670', 'pulse', 'open', '{"id": "alliance-pulse", "kind": "pulse", "items": [{"id": "trust.reliability", "type": "rating", "asked": ["we", "they"], "scale": "trust", "labels": "agreement", "points": 5, "section": "companies", "reversed": false}, {"id": "trust.candour", "type": "rating", "asked": ["we", "they"], "scale": "trust", "labels": "agreement", "points": 5, "section": "companies", "reversed": false}, {"id": "communication.timely", "type": "rating", "asked": ["we", "they"], "scale": "communication", "labels": "agreement", "points": 5, "section": "companies", "reversed": false}, {"id": "role_clarity.decision_rights", "type": "rating", "asked": ["alliance"], "scale": "role_clarity", "labels": "agreement", "points": 5, "section": "together", "reversed": false}, {"id": "decisions.stick", "type": "rating", "asked": ["alliance"], "scale": "decisions", "labels": "agreement", "points": 5, "section": "together", "reversed": false}, {"id": "commitment.outlook", "type": "rating", "asked": ["alliance"], "scale": "commitment", "labels": "agreement", "points": 5, "section": "together", "reversed": false}, {"id": "whats_new", "type": "text", "longest": 1000, "section": "comments"}], "texts": {"de": {"title": "Kurzbefragung zur Allianz", "language": "Deutsch", "introduction": "Ein kurzer Blick darauf, wie es heute mit {them} läuft. In diesem Fragebogen steht „wir“ immer für {us}. Wenn Sie etwas nicht beurteilen können, wählen Sie „Kann ich nicht sagen“.", "labels.agreement.1": "Stimme gar nicht zu", "labels.agreement.2": "Stimme eher nicht zu", "labels.agreement.3": "Teils, teils", "labels.agreement.4": "Stimme eher zu", "labels.agreement.5": "Stimme voll zu", "scales.trust.title": "Vertrauen", "items.whats_new.text": "Was hat sich in der Zusammenarbeit mit {them} in den letzten Wochen am stärksten verändert?", "items.whats_new.short": "Was sich verändert hat", "items.trust.candour.we": "Wir teilen {them} schlechte Nachrichten früh mit.", "scales.decisions.title": "Entscheidungen und Konflikte", "scales.commitment.title": "Bindung an die Allianz", "sections.comments.title": "In Ihren eigenen Worten", "sections.together.title": "Gemeinsam", "items.trust.candour.they": "{them} teilt uns schlechte Nachrichten früh mit.", "sections.companies.title": "Wir und die Partnerseite", "scales.role_clarity.title": "Klare Rollen", "items.trust.reliability.we": "Wir halten unsere Zusagen gegenüber {them} ein.", "scales.communication.title": "Kommunikation", "items.trust.reliability.they": "{them} hält Zusagen uns gegenüber ein.", "items.communication.timely.we": "Informationen von uns kommen rechtzeitig bei {them} an.", "items.trust.candour.statement": "{company} teilt {partner} schlechte Nachrichten früh mit.", "items.decisions.stick.alliance": "Was gemeinsam entschieden wurde, gilt.", "sections.comments.introduction": "Bitte melden Sie hier keine Nebenwirkungen und keine Produktmängel: Niemand prüft die Kommentare darauf. Melden Sie solche Fälle sofort der Abteilung für Arzneimittelsicherheit bei {us}. Bitte nennen Sie keine Personen. Kommentare können wörtlich zitiert werden.", "sections.together.introduction": "Wie {us} und {them} zusammenarbeiten.", "items.communication.timely.they": "Informationen von {them} kommen rechtzeitig bei uns an.", "sections.companies.introduction": "Wie Sie uns sehen und wie Sie {them} sehen.", "items.commitment.outlook.alliance": "In 12 Monaten werden die beiden Unternehmen gut zusammenarbeiten.", "items.trust.reliability.statement": "{company} hält Zusagen gegenüber {partner} ein.", "items.communication.timely.statement": "Informationen von {company} kommen rechtzeitig bei {partner} an.", "items.role_clarity.decision_rights.alliance": "Es ist klar, wer in dieser Allianz was entscheidet."}, "en": {"title": "Alliance pulse check", "language": "English", "introduction": "A short look at how things stand with {them} today. In this questionnaire, “we” means {us}. If you cannot judge something, choose “can’t say”.", "labels.agreement.1": "Strongly disagree", "labels.agreement.2": "Disagree", "labels.agreement.3": "Neither agree nor disagree", "labels.agreement.4": "Agree", "labels.agreement.5": "Strongly agree", "scales.trust.title": "Trust", "items.whats_new.text": "What has changed most in the work with {them} over the past weeks?", "items.whats_new.short": "What has changed", "items.trust.candour.we": "We tell {them} bad news early.", "scales.decisions.title": "Decisions and conflict", "scales.commitment.title": "Commitment", "sections.comments.title": "In your own words", "sections.together.title": "Together", "items.trust.candour.they": "{them} tells us bad news early.", "sections.companies.title": "Each other", "scales.role_clarity.title": "Role clarity", "items.trust.reliability.we": "We do what we promise {them}.", "scales.communication.title": "Communication", "items.trust.reliability.they": "{them} does what it promises us.", "items.communication.timely.we": "Information from us reaches {them} in time.", "items.trust.candour.statement": "{company} tells {partner} bad news early.", "items.decisions.stick.alliance": "Once a joint decision is made, it stands.", "sections.comments.introduction": "Please do not report side effects or product complaints here: nobody checks these comments for them. Tell the drug safety department of {us} at once instead. Please do not name people. Comments may be quoted word for word.", "sections.together.introduction": "How {us} and {them} work together.", "items.communication.timely.they": "Information from {them} reaches us in time.", "sections.companies.introduction": "How you see us, and how you see {them}.", "items.commitment.outlook.alliance": "In 12 months, the two companies will be working well together.", "items.trust.reliability.statement": "{company} does what it promises {partner}.", "items.communication.timely.statement": "Information from {company} reaches {partner} in time.", "items.role_clarity.decision_rights.alliance": "It is clear who decides what in this alliance."}}, "scales": [{"id": "trust"}, {"id": "communication"}, {"id": "role_clarity"}, {"id": "decisions"}, {"id": "commitment"}], "minutes": 2, "version": "1.0", "sections": [{"id": "companies"}, {"id": "together"}, {"id": "comments"}]}', '["en", "de"]', 5, 8, 0.33, 0.125, NULL, 90, NULL, '09:00', '2026-12-13', '["2026-12-10"]', '{"de": {"message": "Vor einiger Zeit haben Menschen in beiden Unternehmen gesagt, wie sie die Zusammenarbeit von {us} und {them} bei {brand} sehen. Jetzt möchten wir wissen, wie es heute steht: einige derselben Fragen, damit beide Unternehmen sehen, ob sich etwas bewegt hat.\n\nWir stellen auf beiden Seiten dieselben Fragen, auch denen, die beim letzten Mal nicht geantwortet haben. Bitte nehmen Sie sich dafür etwa {minutes} Minuten Zeit, bis {closing_date}.\n", "subject": "{brand}: Was hat sich zwischen {us} und {them} verändert?"}, "en": {"message": "Some time ago people at both companies said how they see the work between {us} and {them} on {brand}. Now we would like to know how it stands today: a few of the same questions, so that both companies can see whether anything has moved.\n\nWe ask the same questions on both sides, also those who did not answer before. Please take about {minutes} minutes, by {closing_date}.\n", "subject": "{brand}: what has changed between {us} and {them}?"}}', '{}', '\xd22d3320660e2c1a2bd855516beac33fc3fca21454ef59c7787008904aba2c7e', '\x95c8f25ae204c453eca8861e421674d657b5303a779af9e5b21ec0cddeebcd8e8e4e97ed51dac1b269a8c7a4361c60e7458b516e561df23348749d9c9b4b1d9c89b089791eedb70f', false, '2026-11-29 01:52:24.979677+00', NULL, '{"a": 0, "b": 0}', '2026-11-29 01:52:24.979677+00', 0, NULL, NULL, false, NULL, 'f40506f6-6221-4316-8e2e-99cc89bc8544');
SELECT pg_catalog.setval('public.tortoise_migrations_id_seq', 1, true);
ALTER TABLE ONLY public.action
    ADD CONSTRAINT action_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.alliance
    ADD CONSTRAINT alliance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ballot
    ADD CONSTRAINT ballot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.comment_note
    ADD CONSTRAINT comment_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.comment
    ADD CONSTRAINT comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.consultant
    ADD CONSTRAINT consultant_email_key UNIQUE (email);
ALTER TABLE ONLY public.consultant
    ADD CONSTRAINT consultant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.mail_count
    ADD CONSTRAINT mail_count_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.participant
    ADD CONSTRAINT participant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rendering
    ADD CONSTRAINT rendering_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.response
    ADD CONSTRAINT response_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stored_value
    ADD CONSTRAINT stored_value_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.tortoise_migrations
    ADD CONSTRAINT tortoise_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.comment_note
    ADD CONSTRAINT uid_comment_not_wave_id_982942 UNIQUE (wave_id, comment);
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT uid_invitation_wave_id_b844cb UNIQUE (wave_id, participant_id);
ALTER TABLE ONLY public.mail_count
    ADD CONSTRAINT uid_mail_count_wave_id_69d700 UNIQUE (wave_id, day, kind, side);
ALTER TABLE ONLY public.participant
    ADD CONSTRAINT uid_participant_allianc_33577c UNIQUE (alliance_id, email);
ALTER TABLE ONLY public.rendering
    ADD CONSTRAINT uid_rendering_wave_id_f25d5a UNIQUE (wave_id, format, edition, language, shown, maker);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT uid_report_wave_id_3daecb UNIQUE (wave_id, number);
ALTER TABLE ONLY public.tortoise_migrations
    ADD CONSTRAINT uid_tortoise_mi_app_3803a5 UNIQUE (app, name);
ALTER TABLE ONLY public.wave
    ADD CONSTRAINT wave_pkey PRIMARY KEY (id);
CREATE INDEX idx_action_allianc_3cd6fe ON public.action USING btree (alliance_id);
CREATE INDEX idx_alliance_consult_4efd57 ON public.alliance USING btree (consultant_id);
CREATE INDEX idx_alliance_second__d287a9 ON public.alliance USING btree (second_id);
CREATE INDEX idx_ballot_wave_id_5c721b ON public.ballot USING btree (wave_id);
CREATE INDEX idx_comment_wave_id_e85980 ON public.comment USING btree (wave_id);
CREATE INDEX idx_message_consult_27c66a ON public.message USING btree (consultant_id);
CREATE INDEX idx_message_invitat_8a15ed ON public.message USING btree (invitation_id);
CREATE INDEX idx_message_state_f13bd6 ON public.message USING btree (state, not_before);
CREATE INDEX idx_message_wave_id_5c3389 ON public.message USING btree (wave_id);
CREATE INDEX idx_response_wave_id_b91ba3 ON public.response USING btree (wave_id);
CREATE INDEX idx_wave_allianc_b069aa ON public.wave USING btree (alliance_id);
CREATE TRIGGER address_corrected_only_after_refusal BEFORE UPDATE ON public.participant FOR EACH ROW EXECUTE FUNCTION public.address_corrected_only_after_refusal();
CREATE TRIGGER ballot_never_changed BEFORE UPDATE ON public.ballot FOR EACH ROW EXECUTE FUNCTION public.ballot_never_changed();
CREATE TRIGGER ballot_not_removed BEFORE DELETE ON public.ballot FOR EACH ROW EXECUTE FUNCTION public.ballot_not_removed();
CREATE TRIGGER ballot_while_open BEFORE INSERT ON public.ballot FOR EACH ROW EXECUTE FUNCTION public.ballot_while_open();
CREATE TRIGGER comment_at_the_close_only BEFORE INSERT ON public.comment FOR EACH ROW EXECUTE FUNCTION public.comment_at_the_close_only();
CREATE TRIGGER comment_never_changed BEFORE UPDATE ON public.comment FOR EACH ROW EXECUTE FUNCTION public.comment_never_changed();
CREATE TRIGGER companies_frozen BEFORE UPDATE ON public.alliance FOR EACH ROW EXECUTE FUNCTION public.companies_frozen();
CREATE TRIGGER do_not_contact_for_good BEFORE UPDATE ON public.participant FOR EACH ROW EXECUTE FUNCTION public.do_not_contact_for_good();
CREATE TRIGGER invitation_not_added BEFORE INSERT ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.invitation_not_added();
CREATE TRIGGER invitation_not_removed BEFORE DELETE ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.invitation_not_removed();
CREATE TRIGGER invitation_spent_once BEFORE UPDATE ON public.invitation FOR EACH ROW EXECUTE FUNCTION public.invitation_spent_once();
CREATE TRIGGER report_frozen BEFORE UPDATE ON public.report FOR EACH ROW EXECUTE FUNCTION public.report_frozen();
CREATE TRIGGER report_kept BEFORE DELETE ON public.report FOR EACH ROW EXECUTE FUNCTION public.report_kept();
CREATE TRIGGER response_at_the_close_only BEFORE INSERT ON public.response FOR EACH ROW EXECUTE FUNCTION public.response_at_the_close_only();
CREATE TRIGGER response_never_changed BEFORE UPDATE ON public.response FOR EACH ROW EXECUTE FUNCTION public.response_never_changed();
CREATE TRIGGER roster_frozen BEFORE UPDATE ON public.participant FOR EACH ROW EXECUTE FUNCTION public.roster_frozen();
CREATE TRIGGER roster_not_extended BEFORE INSERT ON public.participant FOR EACH ROW EXECUTE FUNCTION public.roster_not_extended();
CREATE TRIGGER roster_not_shortened BEFORE DELETE ON public.participant FOR EACH ROW EXECUTE FUNCTION public.roster_not_shortened();
CREATE TRIGGER wave_ended_once BEFORE UPDATE ON public.wave FOR EACH ROW EXECUTE FUNCTION public.wave_ended_once();
CREATE TRIGGER wave_extended_only BEFORE UPDATE ON public.wave FOR EACH ROW EXECUTE FUNCTION public.wave_extended_only();
CREATE TRIGGER wave_key_destroyed_only BEFORE UPDATE ON public.wave FOR EACH ROW EXECUTE FUNCTION public.wave_key_destroyed_only();
CREATE TRIGGER wave_not_deleted BEFORE DELETE ON public.wave FOR EACH ROW EXECUTE FUNCTION public.wave_not_deleted();
CREATE TRIGGER wave_plan_frozen BEFORE UPDATE ON public.wave FOR EACH ROW EXECUTE FUNCTION public.wave_plan_frozen();
CREATE TRIGGER wave_state_forward BEFORE UPDATE ON public.wave FOR EACH ROW EXECUTE FUNCTION public.wave_state_forward();
ALTER TABLE ONLY public.action
    ADD CONSTRAINT action_alliance_id_fkey FOREIGN KEY (alliance_id) REFERENCES public.alliance(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.alliance
    ADD CONSTRAINT alliance_consultant_id_fkey FOREIGN KEY (consultant_id) REFERENCES public.consultant(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.alliance
    ADD CONSTRAINT alliance_second_id_fkey FOREIGN KEY (second_id) REFERENCES public.consultant(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.ballot
    ADD CONSTRAINT ballot_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.comment_note
    ADD CONSTRAINT comment_note_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.comment
    ADD CONSTRAINT comment_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES public.participant(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.mail_count
    ADD CONSTRAINT mail_count_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_consultant_id_fkey FOREIGN KEY (consultant_id) REFERENCES public.consultant(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES public.invitation(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.participant
    ADD CONSTRAINT participant_alliance_id_fkey FOREIGN KEY (alliance_id) REFERENCES public.alliance(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.rendering
    ADD CONSTRAINT rendering_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.response
    ADD CONSTRAINT response_wave_id_fkey FOREIGN KEY (wave_id) REFERENCES public.wave(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.wave
    ADD CONSTRAINT wave_alliance_id_fkey FOREIGN KEY (alliance_id) REFERENCES public.alliance(id) ON DELETE CASCADE;
