--
-- PostgreSQL database dump
--


-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: refuse_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: audit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit (
    seq bigint NOT NULL,
    at text NOT NULL COLLATE pg_catalog."C",
    actor text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    request_id text COLLATE pg_catalog."C",
    request text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C",
    facts bigint NOT NULL,
    facts_digest text NOT NULL COLLATE pg_catalog."C",
    previous text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT audit_facts_check CHECK (((facts >= 0) AND (facts <= '1000000000000000000'::bigint)))
);


--
-- Name: authorization; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."authorization" (
    id bigint NOT NULL,
    patient_id bigint NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    payer text NOT NULL COLLATE pg_catalog."C",
    valid_from text COLLATE pg_catalog."C",
    valid_to text COLLATE pg_catalog."C",
    visits bigint,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT authorization_valid_from_check CHECK ((to_char((to_date(valid_from, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = valid_from)),
    CONSTRAINT authorization_valid_from_check1 CHECK (((valid_from >= '1900-01-01'::text) AND (valid_from <= '2100-12-31'::text))),
    CONSTRAINT authorization_valid_to_check CHECK ((to_char((to_date(valid_to, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = valid_to)),
    CONSTRAINT authorization_valid_to_check1 CHECK (((valid_to >= '1900-01-01'::text) AND (valid_to <= '2100-12-31'::text))),
    CONSTRAINT authorization_visits_check CHECK (((visits >= 0) AND (visits <= '1000000000000000000'::bigint)))
);


--
-- Name: closure; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.closure (
    id bigint NOT NULL,
    who text NOT NULL COLLATE pg_catalog."C",
    first_on text NOT NULL COLLATE pg_catalog."C",
    last_on text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT closure_check CHECK ((first_on <= last_on)),
    CONSTRAINT closure_first_on_check CHECK ((to_char((to_date(first_on, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = first_on)),
    CONSTRAINT closure_first_on_check1 CHECK (((first_on >= '1900-01-01'::text) AND (first_on <= '2100-12-31'::text))),
    CONSTRAINT closure_last_on_check CHECK ((to_char((to_date(last_on, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = last_on)),
    CONSTRAINT closure_last_on_check1 CHECK (((last_on >= '1900-01-01'::text) AND (last_on <= '2100-12-31'::text)))
);


--
-- Name: fact; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.fact (
    id bigint NOT NULL,
    patient_id bigint NOT NULL,
    pump_id bigint,
    day text NOT NULL COLLATE pg_catalog."C",
    minute bigint,
    kind text NOT NULL COLLATE pg_catalog."C",
    mixture_id bigint,
    residual_ul bigint,
    injected_ul bigint,
    programmed_ul bigint,
    boluses_used bigint,
    dose_ng_per_day bigint,
    flex_id bigint,
    bolus_ng bigint,
    bolus_per_day bigint,
    bolus_lockout_min bigint,
    amount_ng bigint,
    amount_ul bigint,
    note text NOT NULL COLLATE pg_catalog."C",
    voids_id bigint,
    content bigint NOT NULL,
    audit_seq bigint NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT fact_amount_ng_check CHECK (((amount_ng >= 1) AND (amount_ng <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_amount_ul_check CHECK (((amount_ul >= 0) AND (amount_ul <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_bolus_lockout_min_check CHECK (((bolus_lockout_min >= 1) AND (bolus_lockout_min <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_bolus_ng_check CHECK (((bolus_ng >= 1) AND (bolus_ng <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_bolus_per_day_check CHECK (((bolus_per_day >= 1) AND (bolus_per_day <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_boluses_used_check CHECK (((boluses_used >= 0) AND (boluses_used <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_check CHECK (((kind = 'fill'::text) = (injected_ul IS NOT NULL))),
    CONSTRAINT fact_check1 CHECK (((kind = 'fill'::text) OR ((mixture_id IS NULL) AND (residual_ul IS NULL) AND (programmed_ul IS NULL) AND (boluses_used IS NULL)))),
    CONSTRAINT fact_check10 CHECK (((pump_id IS NOT NULL) OR (kind = ANY (ARRAY['archive'::text, 'void'::text])))),
    CONSTRAINT fact_check11 CHECK ((voids_id < id)),
    CONSTRAINT fact_check2 CHECK (((kind = 'dose'::text) = ((dose_ng_per_day IS NOT NULL) OR (flex_id IS NOT NULL)))),
    CONSTRAINT fact_check3 CHECK (((dose_ng_per_day IS NULL) OR (flex_id IS NULL))),
    CONSTRAINT fact_check4 CHECK (((kind = 'dose'::text) OR (bolus_ng IS NULL))),
    CONSTRAINT fact_check5 CHECK (((bolus_ng IS NULL) = (bolus_per_day IS NULL))),
    CONSTRAINT fact_check6 CHECK (((bolus_ng IS NOT NULL) OR (bolus_lockout_min IS NULL))),
    CONSTRAINT fact_check7 CHECK (((kind = 'bolus'::text) = ((amount_ng IS NOT NULL) OR (amount_ul IS NOT NULL)))),
    CONSTRAINT fact_check8 CHECK (((amount_ng IS NULL) OR (amount_ul IS NULL))),
    CONSTRAINT fact_check9 CHECK (((kind = 'void'::text) = (voids_id IS NOT NULL))),
    CONSTRAINT fact_day_check CHECK ((to_char((to_date(day, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = day)),
    CONSTRAINT fact_day_check1 CHECK (((day >= '1900-01-01'::text) AND (day <= '2100-12-31'::text))),
    CONSTRAINT fact_dose_ng_per_day_check CHECK (((dose_ng_per_day >= 1) AND (dose_ng_per_day <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_injected_ul_check CHECK (((injected_ul >= 0) AND (injected_ul <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_kind_check CHECK ((kind = ANY (ARRAY['fill'::text, 'dose'::text, 'bolus'::text, 'stop'::text, 'start'::text, 'attempt'::text, 'archive'::text, 'void'::text]))),
    CONSTRAINT fact_minute_check CHECK (((minute >= 0) AND (minute <= 1439))),
    CONSTRAINT fact_programmed_ul_check CHECK (((programmed_ul >= 0) AND (programmed_ul <= '1000000000000000000'::bigint))),
    CONSTRAINT fact_residual_ul_check CHECK (((residual_ul >= 0) AND (residual_ul <= '1000000000000000000'::bigint)))
);


--
-- Name: flex; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.flex (
    id bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    seal text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: flex_step; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.flex_step (
    flex_id bigint NOT NULL,
    minute bigint NOT NULL,
    ng_per_day bigint NOT NULL,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT flex_step_minute_check CHECK (((minute >= 0) AND (minute <= 1439))),
    CONSTRAINT flex_step_ng_per_day_check CHECK (((ng_per_day >= 0) AND (ng_per_day <= '1000000000000000000'::bigint)))
);


--
-- Name: leg; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.leg (
    origin text NOT NULL COLLATE pg_catalog."C",
    destination text NOT NULL COLLATE pg_catalog."C",
    minutes bigint NOT NULL,
    metres bigint NOT NULL,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT leg_metres_check CHECK (((metres >= 0) AND (metres <= '1000000000000000000'::bigint))),
    CONSTRAINT leg_minutes_check CHECK (((minutes >= 0) AND (minutes <= '1000000000000000000'::bigint)))
);


--
-- Name: mixture; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mixture (
    id bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    seal text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: mixture_drug; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mixture_drug (
    mixture_id bigint NOT NULL,
    "position" bigint NOT NULL,
    drug text NOT NULL COLLATE pg_catalog."C",
    concentration_ng_per_ml bigint NOT NULL,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT mixture_drug_concentration_ng_per_ml_check CHECK (((concentration_ng_per_ml >= 1) AND (concentration_ng_per_ml <= '1000000000000000000'::bigint))),
    CONSTRAINT mixture_drug_position_check CHECK ((("position" >= 1) AND ("position" <= 99)))
);


--
-- Name: nurse; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.nurse (
    id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    latitude_nano bigint,
    longitude_nano bigint,
    skills text NOT NULL COLLATE pg_catalog."C",
    roster text NOT NULL COLLATE pg_catalog."C",
    max_visits bigint,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT nurse_check CHECK (((latitude_nano IS NULL) = (longitude_nano IS NULL))),
    CONSTRAINT nurse_code_check CHECK (((length(code) >= 1) AND (length(code) <= 40))),
    CONSTRAINT nurse_latitude_nano_check CHECK (((latitude_nano >= '-90000000000'::bigint) AND (latitude_nano <= '90000000000'::bigint))),
    CONSTRAINT nurse_longitude_nano_check CHECK (((longitude_nano >= '-180000000000'::bigint) AND (longitude_nano <= '180000000000'::bigint))),
    CONSTRAINT nurse_max_visits_check CHECK (((max_visits >= 0) AND (max_visits <= '1000000000000000000'::bigint)))
);


--
-- Name: outlook; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outlook (
    pump_id bigint NOT NULL,
    seen_on text NOT NULL COLLATE pg_catalog."C",
    holds_from text NOT NULL COLLATE pg_catalog."C",
    holds_until text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    filled_on text COLLATE pg_catalog."C",
    opens_on text COLLATE pg_catalog."C",
    refill_by text COLLATE pg_catalog."C",
    limited_by text COLLATE pg_catalog."C",
    alarm_on text COLLATE pg_catalog."C",
    alarm_nominal_on text COLLATE pg_catalog."C",
    empty_on text COLLATE pg_catalog."C",
    stable_until text COLLATE pg_catalog."C",
    volume_num bigint,
    volume_den bigint,
    flow_num bigint,
    flow_den bigint,
    dose_minutes bigint,
    mixture text NOT NULL COLLATE pg_catalog."C",
    alarm_ul bigint NOT NULL,
    rank bigint NOT NULL,
    findings text NOT NULL COLLATE pg_catalog."C",
    ledger_seq bigint NOT NULL,
    rules_version bigint NOT NULL,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT outlook_alarm_ul_check CHECK (((alarm_ul >= 0) AND (alarm_ul <= '1000000000000000000'::bigint))),
    CONSTRAINT outlook_dose_minutes_check CHECK (((dose_minutes >= 0) AND (dose_minutes <= '1000000000000000000'::bigint))),
    CONSTRAINT outlook_filled_on_check CHECK ((to_char((to_date(filled_on, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = filled_on)),
    CONSTRAINT outlook_filled_on_check1 CHECK (((filled_on >= '1900-01-01'::text) AND (filled_on <= '2100-12-31'::text))),
    CONSTRAINT outlook_flow_den_check CHECK (((flow_den >= 1) AND (flow_den <= '1000000000000000000'::bigint))),
    CONSTRAINT outlook_flow_num_check CHECK (((flow_num >= 0) AND (flow_num <= '1000000000000000000'::bigint))),
    CONSTRAINT outlook_ledger_seq_check CHECK (((ledger_seq >= 0) AND (ledger_seq <= '1000000000000000000'::bigint))),
    CONSTRAINT outlook_limited_by_check CHECK ((limited_by = ANY (ARRAY['reservoir'::text, 'stability'::text, 'calendar'::text, 'service'::text]))),
    CONSTRAINT outlook_seen_on_check CHECK ((to_char((to_date(seen_on, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = seen_on)),
    CONSTRAINT outlook_seen_on_check1 CHECK (((seen_on >= '1900-01-01'::text) AND (seen_on <= '2100-12-31'::text))),
    CONSTRAINT outlook_state_check CHECK ((state = ANY (ARRAY['retired'::text, 'unfilled'::text, 'unprogrammed'::text, 'stopped'::text, 'running'::text]))),
    CONSTRAINT outlook_volume_den_check CHECK (((volume_den >= 1) AND (volume_den <= '1000000000000000000'::bigint))),
    CONSTRAINT outlook_volume_num_check CHECK (((volume_num >= 0) AND (volume_num <= '1000000000000000000'::bigint)))
);


--
-- Name: patient; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.patient (
    id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    name_folded text NOT NULL COLLATE pg_catalog."C",
    birth_date text COLLATE pg_catalog."C",
    phone text NOT NULL COLLATE pg_catalog."C",
    address text NOT NULL COLLATE pg_catalog."C",
    postal_code text NOT NULL COLLATE pg_catalog."C",
    latitude_nano bigint,
    longitude_nano bigint,
    setting text NOT NULL COLLATE pg_catalog."C",
    condition text NOT NULL COLLATE pg_catalog."C",
    min_months bigint,
    max_months bigint,
    margin_days bigint,
    alarm_ul bigint,
    visit_minutes bigint NOT NULL,
    availability text NOT NULL COLLATE pg_catalog."C",
    nurses_needed bigint NOT NULL,
    preferred_nurse text NOT NULL COLLATE pg_catalog."C",
    notes text NOT NULL COLLATE pg_catalog."C",
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT patient_alarm_ul_check CHECK (((alarm_ul >= 0) AND (alarm_ul <= '1000000000000000000'::bigint))),
    CONSTRAINT patient_birth_date_check CHECK ((to_char((to_date(birth_date, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = birth_date)),
    CONSTRAINT patient_birth_date_check1 CHECK (((birth_date >= '1900-01-01'::text) AND (birth_date <= '2100-12-31'::text))),
    CONSTRAINT patient_check CHECK (((latitude_nano IS NULL) = (longitude_nano IS NULL))),
    CONSTRAINT patient_code_check CHECK (((length(code) >= 1) AND (length(code) <= 40))),
    CONSTRAINT patient_latitude_nano_check CHECK (((latitude_nano >= '-90000000000'::bigint) AND (latitude_nano <= '90000000000'::bigint))),
    CONSTRAINT patient_longitude_nano_check CHECK (((longitude_nano >= '-180000000000'::bigint) AND (longitude_nano <= '180000000000'::bigint))),
    CONSTRAINT patient_margin_days_check CHECK (((margin_days >= 0) AND (margin_days <= 36500))),
    CONSTRAINT patient_max_months_check CHECK (((max_months >= 0) AND (max_months <= 1200))),
    CONSTRAINT patient_min_months_check CHECK (((min_months >= 0) AND (min_months <= 1200))),
    CONSTRAINT patient_nurses_needed_check CHECK (((nurses_needed >= 1) AND (nurses_needed <= 9))),
    CONSTRAINT patient_setting_check CHECK ((setting = ANY (ARRAY['clinic'::text, 'home'::text, 'either'::text]))),
    CONSTRAINT patient_visit_minutes_check CHECK (((visit_minutes >= 1) AND (visit_minutes <= 1440)))
);


--
-- Name: pump; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pump (
    id bigint NOT NULL,
    patient_id bigint NOT NULL,
    model text NOT NULL COLLATE pg_catalog."C",
    serial text NOT NULL COLLATE pg_catalog."C",
    implanted_on text NOT NULL COLLATE pg_catalog."C",
    capacity_ul bigint,
    catheter_ul bigint,
    fixed_flow_ul_per_day bigint,
    end_of_service_on text COLLATE pg_catalog."C",
    explanted_on text COLLATE pg_catalog."C",
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT pump_capacity_ul_check CHECK (((capacity_ul >= 1) AND (capacity_ul <= '1000000000000000000'::bigint))),
    CONSTRAINT pump_catheter_ul_check CHECK (((catheter_ul >= 0) AND (catheter_ul <= '1000000000000000000'::bigint))),
    CONSTRAINT pump_end_of_service_on_check CHECK ((to_char((to_date(end_of_service_on, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = end_of_service_on)),
    CONSTRAINT pump_end_of_service_on_check1 CHECK (((end_of_service_on >= '1900-01-01'::text) AND (end_of_service_on <= '2100-12-31'::text))),
    CONSTRAINT pump_explanted_on_check CHECK ((to_char((to_date(explanted_on, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = explanted_on)),
    CONSTRAINT pump_explanted_on_check1 CHECK (((explanted_on >= '1900-01-01'::text) AND (explanted_on <= '2100-12-31'::text))),
    CONSTRAINT pump_fixed_flow_ul_per_day_check CHECK (((fixed_flow_ul_per_day >= 1) AND (fixed_flow_ul_per_day <= '1000000000000000000'::bigint))),
    CONSTRAINT pump_implanted_on_check CHECK ((to_char((to_date(implanted_on, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = implanted_on)),
    CONSTRAINT pump_implanted_on_check1 CHECK (((implanted_on >= '1900-01-01'::text) AND (implanted_on <= '2100-12-31'::text)))
);


--
-- Name: setting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.setting (
    key text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    seal text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: site; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.site (
    id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    latitude_nano bigint,
    longitude_nano bigint,
    hours text NOT NULL COLLATE pg_catalog."C",
    chairs bigint NOT NULL,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT site_chairs_check CHECK (((chairs >= 0) AND (chairs <= '1000000000000000000'::bigint))),
    CONSTRAINT site_check CHECK (((latitude_nano IS NULL) = (longitude_nano IS NULL))),
    CONSTRAINT site_code_check CHECK (((length(code) >= 1) AND (length(code) <= 40))),
    CONSTRAINT site_latitude_nano_check CHECK (((latitude_nano >= '-90000000000'::bigint) AND (latitude_nano <= '90000000000'::bigint))),
    CONSTRAINT site_longitude_nano_check CHECK (((longitude_nano >= '-180000000000'::bigint) AND (longitude_nano <= '180000000000'::bigint)))
);


--
-- Name: store_info; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.store_info (
    key text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    seal text NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: user_account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.user_account (
    id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    active bigint NOT NULL,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT user_account_active_check CHECK (((active >= 0) AND (active <= 1))),
    CONSTRAINT user_account_code_check CHECK (((length(code) >= 1) AND (length(code) <= '1000000000000000000'::bigint)))
);


--
-- Name: visit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.visit (
    id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    number bigint,
    patient_id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    minute bigint NOT NULL,
    minutes bigint NOT NULL,
    setting text NOT NULL COLLATE pg_catalog."C",
    site_id bigint,
    status text NOT NULL COLLATE pg_catalog."C",
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT visit_code_check CHECK (((length(code) >= 1) AND (length(code) <= 40))),
    CONSTRAINT visit_day_check CHECK ((to_char((to_date(day, 'YYYY-MM-DD'::text))::timestamp with time zone, 'YYYY-MM-DD'::text) = day)),
    CONSTRAINT visit_day_check1 CHECK (((day >= '1900-01-01'::text) AND (day <= '2100-12-31'::text))),
    CONSTRAINT visit_kind_check CHECK ((kind = ANY (ARRAY['refill'::text, 'followup'::text, 'trial'::text, 'implant'::text]))),
    CONSTRAINT visit_minute_check CHECK (((minute >= 0) AND (minute <= 1439))),
    CONSTRAINT visit_minutes_check CHECK (((minutes >= 1) AND (minutes <= 1440))),
    CONSTRAINT visit_number_check CHECK (((number >= 0) AND (number <= '1000000000000000000'::bigint))),
    CONSTRAINT visit_setting_check CHECK ((setting = ANY (ARRAY['clinic'::text, 'home'::text, 'either'::text]))),
    CONSTRAINT visit_status_check CHECK ((status = ANY (ARRAY['booked'::text, 'confirmed'::text, 'done'::text, 'missed'::text, 'cancelled'::text])))
);


--
-- Name: visit_nurse; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.visit_nurse (
    visit_id bigint NOT NULL,
    "position" bigint NOT NULL,
    nurse_id bigint NOT NULL,
    seal text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT visit_nurse_position_check CHECK ((("position" >= 1) AND ("position" <= 9)))
);


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.alembic_version VALUES ('m0001');


--
-- Data for Name: audit; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit VALUES (1, '2026-11-22T16:00:00.000000+00:00', 'ann', 'demo', NULL, '', '{"counts":{"authorization":[5,0],"closure":[5,0],"nurse":[4,0],"patient":[40,0],"pump":[41,0],"setting":[1,0],"site":[2,0],"store_info":[1,0],"visit":[9,0]},"notes":[{"import":[["settings.csv","settings",1,0],["sites.csv","sites",2,0],["nurses.csv","nurses",4,0],["patients.csv","patients",40,0],["pumps.csv","pumps",41,0],["events.csv","events",354,0],["closures.csv","closures",5,0],["authorizations.csv","authorizations",5,0],["visits.csv","visits",9,0]]}],"rows":[["store_info","own_today",[]],["setting","zone",[]],["site","MPLS",[]],["site","STP",[]],["nurse","N1",[]],["nurse","N2",[]],["nurse","N3",[]],["nurse","N4",[]],["patient","0001",[]],["patient","0002",[]],["patient","0003",[]],["patient","0004",[]],["patient","0005",[]],["patient","0006",[]],["patient","0007",[]],["patient","0008",[]],["patient","0009",[]],["patient","0010",[]],["patient","0011",[]],["patient","0012",[]],["patient","0013",[]],["patient","0014",[]],["patient","0015",[]],["patient","0016",[]],["patient","0017",[]],["patient","0018",[]],["patient","0019",[]],["patient","0020",[]],["patient","0021",[]],["patient","0022",[]],["patient","0023",[]],["patient","0024",[]],["patient","0025",[]],["patient","0026",[]],["patient","0027",[]],["patient","0028",[]],["patient","0029",[]],["patient","0030",[]],["patient","0031",[]],["patient","0032",[]],["patient","0033",[]],["patient","0034",[]],["patient","0035",[]],["patient","0036",[]],["patient","0037",[]],["patient","0038",[]],["patient","0039",[]],["patient","0040",[]],["pump","0001 2025-04-11",[]],["pump","0002 2025-05-09",[]],["pump","0003 2020-08-14",[]],["pump","0004 2021-08-30",[]],["pump","0005 2021-02-08",[]],["pump","0006 2026-11-13",[]],["pump","0007 2026-11-19",[]],["pump","0008 2024-04-05",[]],["pump","0009 2021-10-11",[]],["pump","0010 2019-11-11",[]],["pump","0010 2026-04-17",[]],["pump","0011 2020-10-30",[]],["pump","0012 2025-05-30",[]],["pump","0013 2024-09-20",[]],["pump","0014 2025-09-05",[]],["pump","0015 2025-04-17",[]],["pump","0016 2026-11-18",[]],["pump","0017 2021-02-08",[]],["pump","0018 2021-05-11",[]],["pump","0019 2023-01-23",[]],["pump","0020 2025-04-18",[]],["pump","0021 2021-10-22",[]],["pump","0022 2025-04-25",[]],["pump","0023 2024-09-06",[]],["pump","0024 2020-09-11",[]],["pump","0025 2025-02-28",[]],["pump","0026 2025-05-16",[]],["pump","0027 2024-10-28",[]],["pump","0028 2025-05-21",[]],["pump","0029 2024-02-15",[]],["pump","0030 2023-07-14",[]],["pump","0031 2023-07-13",[]],["pump","0032 2025-09-10",[]],["pump","0033 2022-04-29",[]],["pump","0034 2022-09-02",[]],["pump","0035 2026-08-28",[]],["pump","0036 2025-10-27",[]],["pump","0037 2025-08-22",[]],["pump","0038 2019-12-06",[]],["pump","0039 2023-09-29",[]],["pump","0040 2026-03-25",[]],["closure","0033 2026-11-23",[]],["closure","N3 2026-12-07",[]],["closure","all 2026-11-26",[]],["closure","all 2026-12-25",[]],["closure","all 2027-01-01",[]],["authorization","0014 PA-26-00014",[]],["authorization","0019 PA-26-00019",[]],["authorization","0026 PA-26-00026",[]],["authorization","0032 PA-26-00032",[]],["authorization","0037 PA-26-00037",[]],["visit","V1",[]]]}', 354, '792d8835601a313280083da01bf256b3', '', 'b7672ecfa5608b9849e8061d36ec9f17ac9c8040c576a97627c65edf55446afb');


--
-- Data for Name: authorization; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public."authorization" VALUES (1, 14, 'PA-26-00014', 'Saint Croix Benefit Trust', '2026-05-01', '2027-04-30', 12, '6eda04fe690e1c1e1592a5369ea0d959');
INSERT INTO public."authorization" VALUES (2, 19, 'PA-26-00019', 'Tri-County Medical Assistance', '2026-05-28', '2026-11-27', 6, 'ac374e3384368f7066739955781f29c8');
INSERT INTO public."authorization" VALUES (3, 26, 'PA-26-00026', 'Saint Croix Benefit Trust', '2026-09-01', '2027-08-31', 12, 'ef94ac5b5a930ad68474f7bfcf85b0b8');
INSERT INTO public."authorization" VALUES (4, 32, 'PA-26-00032', 'North Prairie Health Plan', '2026-11-01', '2027-10-31', 12, '72b44eb31ac374eb25e7373f4beb35b6');
INSERT INTO public."authorization" VALUES (5, 37, 'PA-26-00037', 'Lakes Mutual', '2026-06-01', '2027-05-31', 12, 'c3ffb97d2c15fa16dbe4cd4bc142e05c');


--
-- Data for Name: closure; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.closure VALUES (1, '0033', '2026-11-23', '2026-12-03', 'travelling', 'becb917ea8616dd7fc41295dfeff9aaa');
INSERT INTO public.closure VALUES (2, 'N3', '2026-12-07', '2026-12-11', 'vacation', 'dd0f1821c39a9535f20a6b151d54a3b0');
INSERT INTO public.closure VALUES (3, 'all', '2026-11-26', '2026-11-26', 'Thanksgiving', '470b712a51cba8bdb543dd516aeea018');
INSERT INTO public.closure VALUES (4, 'all', '2026-12-25', '2026-12-25', 'Christmas', 'bd9e5d4cffadb0ef7a7987801d348d43');
INSERT INTO public.closure VALUES (5, 'all', '2027-01-01', '2027-01-01', 'New Year', 'fc0bda602ed7f6fc7ac2b6a2b78faa47');


--
-- Data for Name: fact; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.fact VALUES (1, 1, 1, '2025-10-29', 795, 'fill', 1, 4000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7537176461683167040, 1, 'e2305774fa9785fcccd77909226065fb');
INSERT INTO public.fact VALUES (2, 1, 1, '2025-10-29', 810, 'dose', NULL, NULL, NULL, NULL, NULL, 125000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2086727242249856173, 1, 'e3f441e2a6628d42a99838aaa1fb5c03');
INSERT INTO public.fact VALUES (3, 1, 1, '2025-12-16', 750, 'fill', 1, 6000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7203798312396858417, 1, 'b95a399991215e4b41d299612a02d5e1');
INSERT INTO public.fact VALUES (4, 1, 1, '2026-01-30', 840, 'fill', 1, 6300, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 817963765726651552, 1, 'fef69643338d2b6d2be3def19eb810b4');
INSERT INTO public.fact VALUES (5, 1, 1, '2026-03-17', 855, 'fill', 1, 6500, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8977450033180725093, 1, '729817ba45e48bd90206400f5715a411');
INSERT INTO public.fact VALUES (6, 1, 1, '2026-05-05', 765, 'fill', 1, 6100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7042377741865755959, 1, '8f214fec74fae4330fdcf15e7d38f03b');
INSERT INTO public.fact VALUES (7, 1, 1, '2026-06-19', 720, 'fill', 1, 6600, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3540962998558993855, 1, 'b430d01ec9051ac98fbadf8df288ccd3');
INSERT INTO public.fact VALUES (8, 1, 1, '2026-08-04', 765, 'fill', 1, 6700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7212930655717427549, 1, 'd9059657835d7184db839e75cad63cc8');
INSERT INTO public.fact VALUES (9, 1, 1, '2026-08-04', 780, 'dose', NULL, NULL, NULL, NULL, NULL, 140000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1730782017764827056, 1, '88c3ceefffd6b78ab6cc1b57cf9b0ed7');
INSERT INTO public.fact VALUES (10, 1, 1, '2026-09-18', 810, 'fill', 1, 5700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7434026174769190574, 1, '0c3912fffe53be81acd520303a3a2b03');
INSERT INTO public.fact VALUES (11, 1, 1, '2026-10-16', 795, 'fill', 1, 10500, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6285617449191836909, 1, '9ccf7473d25e2d52cde7f3f49ff13018');
INSERT INTO public.fact VALUES (12, 2, 2, '2025-11-07', 720, 'fill', 2, 3400, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8400002629154680927, 1, 'f31329bb4511d35b24cf7baccf42fc4e');
INSERT INTO public.fact VALUES (13, 2, 2, '2025-11-07', 735, 'dose', NULL, NULL, NULL, NULL, NULL, 460000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 82014944206609031, 1, '89cf7057bae53e50230426ddec2f340a');
INSERT INTO public.fact VALUES (14, 2, 2, '2025-12-30', 660, 'fill', 2, 4900, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6126058309560732527, 1, 'fcf8c361eaea6b55166343c17b04614c');
INSERT INTO public.fact VALUES (15, 2, 2, '2026-02-24', 705, 'fill', 2, 5000, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3923828120956076634, 1, '105d2a951e5e47f96509c01ae0867d1c');
INSERT INTO public.fact VALUES (16, 2, 2, '2026-02-24', 720, 'dose', NULL, NULL, NULL, NULL, NULL, 510000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3795771982915420458, 1, '3c7e251d54713a7669bda8eed56dda7b');
INSERT INTO public.fact VALUES (17, 2, 2, '2026-04-14', 630, 'fill', 2, 5500, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8799591138518806194, 1, '226fe2dbb4c0681aa4dd0381f4608cc8');
INSERT INTO public.fact VALUES (18, 2, 2, '2026-04-14', 645, 'dose', NULL, NULL, NULL, NULL, NULL, 570000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 586651723677841945, 1, '1019a45e87612d25305f9c874d0b8d06');
INSERT INTO public.fact VALUES (19, 2, 2, '2026-06-01', 750, 'fill', 2, 4200, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'daughter present; alarm card given', NULL, 5618157312038874649, 1, '93b681c10300a0d8fbbb886fed323d1e');
INSERT INTO public.fact VALUES (20, 2, 2, '2026-06-01', 765, 'dose', NULL, NULL, NULL, NULL, NULL, 520000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 705077180783421439, 1, '5f82916455a18bc67ba95d505d8ebd16');
INSERT INTO public.fact VALUES (21, 2, 2, '2026-07-23', 615, 'fill', 2, 3900, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4392381579903771445, 1, 'e8bb061e1f28c08b85e73103856badcd');
INSERT INTO public.fact VALUES (22, 2, 2, '2026-08-21', 780, 'fill', 2, 10400, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6900168131728538334, 1, '7a76e7a8e1376f4137b7f3d7e24bc0b5');
INSERT INTO public.fact VALUES (23, 2, 2, '2026-09-23', 615, 'fill', 2, 9200, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 108783837334375670, 1, '14e3c7797fd66dd0a44f5ff1dccd8782');
INSERT INTO public.fact VALUES (24, 3, 3, '2025-11-07', 555, 'fill', 3, 3100, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5267459812023435904, 1, '2f3c575cc2bb09ab54730a686892c329');
INSERT INTO public.fact VALUES (25, 3, 3, '2025-11-07', 570, 'dose', NULL, NULL, NULL, NULL, NULL, 6300000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7913796958654473148, 1, 'e97ac9c36de9fda8381b6302efa7624b');
INSERT INTO public.fact VALUES (26, 3, 3, '2025-12-19', 780, 'fill', 3, 6100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 588111376427927849, 1, '8a64e89bd0dc1670eabb54f5573ffd20');
INSERT INTO public.fact VALUES (27, 3, 3, '2026-01-30', 915, 'fill', 3, 5700, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3997544977461649066, 1, '6ac32f3d72230e103c4f80ba71ab871a');
INSERT INTO public.fact VALUES (28, 3, 3, '2026-03-11', 630, 'fill', 3, 7200, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'daughter present; alarm card given', NULL, 2017884924968297389, 1, '0bc7b68b0781648e3e89aa13d77c8138');
INSERT INTO public.fact VALUES (29, 3, 3, '2026-04-23', 555, 'fill', 3, 6200, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7906847180035437502, 1, '72bf1313823848f4ac4a89b8da571a18');
INSERT INTO public.fact VALUES (30, 3, 3, '2026-06-04', 570, 'fill', 3, 6800, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3735439430851195549, 1, 'fc1a1f3f823b90ad63d77a2273425231');
INSERT INTO public.fact VALUES (31, 3, 3, '2026-07-15', 780, 'fill', 3, 6900, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3325769418170408642, 1, 'f9e4a12c7a04ba230d58ff7037eac50f');
INSERT INTO public.fact VALUES (32, 3, 3, '2026-08-27', 780, 'fill', 3, 6400, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'refilled under ultrasound', NULL, 4551378957821861277, 1, '2ff6df5c2cdbeab8582111fceb362c7a');
INSERT INTO public.fact VALUES (33, 3, 3, '2026-08-27', 795, 'dose', NULL, NULL, NULL, NULL, NULL, 6000000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3844690467164063171, 1, '169f4cc0f474e318fca06a499bf61b27');
INSERT INTO public.fact VALUES (34, 3, 3, '2026-09-23', 645, 'fill', 3, 11600, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7936918064210029462, 1, '0403e9e94de63ff8f892e3d2dc24e028');
INSERT INTO public.fact VALUES (35, 4, 4, '2025-11-10', 660, 'fill', 4, 3100, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7665605965031702594, 1, 'c3d699b1cf1987d400ee55a5d0ea52ed');
INSERT INTO public.fact VALUES (36, 4, 4, '2025-11-10', 675, 'dose', NULL, NULL, NULL, NULL, NULL, 320000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1375919566624385618, 1, 'ba15fd2612c564ba8b81598d8f2dce67');
INSERT INTO public.fact VALUES (37, 4, 4, '2025-12-24', 525, 'fill', 4, 5900, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8415162482174144643, 1, 'e4a499cb16d9c3a1328b8d3ca818dad5');
INSERT INTO public.fact VALUES (38, 4, 4, '2026-02-05', 690, 'fill', 4, 4700, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1260304448961720823, 1, '3281fd4e9ce56fd74501bcd59f4af50b');
INSERT INTO public.fact VALUES (39, 4, 4, '2026-03-24', 795, 'fill', 4, 4900, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'two attempts, port found with the template', NULL, 8121559441848850331, 1, '9460c534f477b87350867836027137ed');
INSERT INTO public.fact VALUES (40, 4, 4, '2026-05-08', 765, 'fill', 4, 5100, 19500, 19500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'site clean, no redness', NULL, 6914363128125136155, 1, '88b9b2c788bdc0df4ab016e57116ca3e');
INSERT INTO public.fact VALUES (41, 4, 4, '2026-06-19', 555, 'fill', 4, 6200, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5837050442213891209, 1, '9f3463f7831924a1efb51ad68df9ce7e');
INSERT INTO public.fact VALUES (42, 4, 4, '2026-07-31', 645, 'fill', 4, 5300, 19500, 19500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 386544244026297875, 1, 'd69bc9d197b6195ea36402e1357d8114');
INSERT INTO public.fact VALUES (43, 4, 4, '2026-09-16', 705, 'fill', 4, 4500, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7560977866428125060, 1, '80909dfe98c32c4046d6b111613ffd86');
INSERT INTO public.fact VALUES (44, 5, 5, '2025-11-13', 675, 'fill', 5, 2500, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'site clean, no redness', NULL, 6597098394272808565, 1, '0f36a5e6883ff30a56a52cbae6bf6076');
INSERT INTO public.fact VALUES (45, 5, 5, '2025-11-13', 690, 'dose', NULL, NULL, NULL, NULL, NULL, 2050000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4659756325652755390, 1, 'b962aed630ec225bfe01189db3fdfce8');
INSERT INTO public.fact VALUES (46, 5, 5, '2026-02-11', 780, 'fill', 5, 22200, 39000, 39000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2454015646698917135, 1, 'bc0a3a0459ac61dc21eed211feb5a193');
INSERT INTO public.fact VALUES (47, 5, 5, '2026-05-06', 855, 'fill', 5, 22200, 39000, 39000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6109364759813460811, 1, '45eea497ebe8f219d1a5432d87df46f3');
INSERT INTO public.fact VALUES (48, 5, 5, '2026-07-31', 870, 'fill', 5, 21900, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7967108718450676864, 1, '389f5ca5565126e55444727e6187a2cd');
INSERT INTO public.fact VALUES (49, 5, 5, '2026-09-21', 885, 'fill', 5, 29600, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4015900743765841384, 1, 'ba680b35fd2847c5dde8c0c36854b90d');
INSERT INTO public.fact VALUES (50, 5, 5, '2026-11-20', 840, 'stop', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'patient sedated; clinician informed', NULL, 5871816934273505569, 1, 'f4d63cf5089ac7d74a789415e1b1c16d');
INSERT INTO public.fact VALUES (51, 7, 7, '2026-11-19', 735, 'fill', 1, NULL, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4344769081165727057, 1, '08cbb0669b76be529a7fa3511bb5f0ae');
INSERT INTO public.fact VALUES (52, 8, 8, '2025-09-12', 600, 'fill', 6, 4300, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6011279748288666347, 1, 'b43560cdceb8d26bb7cdbf8034ad9333');
INSERT INTO public.fact VALUES (53, 8, 8, '2025-09-12', 615, 'dose', NULL, NULL, NULL, NULL, NULL, 6700000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 982406487121538623, 1, '41b0e3693eaa252f240eaa8482890986');
INSERT INTO public.fact VALUES (54, 8, 8, '2025-10-15', 810, 'fill', 6, 6200, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5050127123840905661, 1, '33868e1249bd1d42ce878f358b581488');
INSERT INTO public.fact VALUES (55, 8, 8, '2025-11-14', 510, 'fill', 6, 7300, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 232423789800896539, 1, 'f36a466d6cfaa4901e5cedf112c3cf27');
INSERT INTO public.fact VALUES (56, 8, 8, '2025-12-19', 915, 'fill', 6, 5700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 547005694063932439, 1, 'fe800d9da1126c23d7164e3facf824c0');
INSERT INTO public.fact VALUES (57, 8, 8, '2026-01-22', 630, 'fill', 6, 6400, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1138666097836908141, 1, 'c9aa83e76b0a71be16755b1a32dceb5d');
INSERT INTO public.fact VALUES (58, 8, 8, '2026-02-25', 600, 'fill', 6, 5900, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7826677914898246831, 1, 'b75c28496c27a95283214aa6b20f6285');
INSERT INTO public.fact VALUES (59, 8, 8, '2026-03-20', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 7300000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5481790082912358208, 1, 'e128f1ce0461ec24ff489137a5eed877');
INSERT INTO public.fact VALUES (60, 8, 8, '2026-03-31', 780, 'fill', 6, 5700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7173756995201745303, 1, 'ee4afcc44927f6ab5359f9671af4f2ce');
INSERT INTO public.fact VALUES (61, 8, 8, '2026-04-27', 735, 'fill', 6, 7900, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1095283666206284584, 1, '2c452f824597a45c9aa2b3a187c263af');
INSERT INTO public.fact VALUES (62, 8, 8, '2026-05-22', 510, 'fill', 6, 8800, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7975223568606707007, 1, '52770077baa70cc294c1e985145eca5d');
INSERT INTO public.fact VALUES (63, 8, 8, '2026-06-18', 690, 'fill', 6, 7700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6973961453875918096, 1, 'a912973765537941022eee03b874b698');
INSERT INTO public.fact VALUES (64, 8, 8, '2026-07-16', 750, 'fill', 6, 7600, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1874262445261886477, 1, '495b492e8efecb1fd57923b62005af28');
INSERT INTO public.fact VALUES (65, 8, 8, '2026-07-16', 765, 'dose', NULL, NULL, NULL, NULL, NULL, 8200000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2161478456638522734, 1, '18bbf13ccf9f664d3ede585866462258');
INSERT INTO public.fact VALUES (66, 8, 8, '2026-08-07', 795, 'fill', 6, 8600, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8764009202429180066, 1, 'd19bebbd76e0ad46c8b212e73a101d49');
INSERT INTO public.fact VALUES (67, 8, 8, '2026-08-28', 765, 'fill', 6, 8600, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8529721411675100455, 1, '8bea819a9523f5d4435b6d83a72fdb64');
INSERT INTO public.fact VALUES (68, 8, 8, '2026-08-28', 780, 'dose', NULL, NULL, NULL, NULL, NULL, 8900000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7285856055115897974, 1, '5330f44202a8a1c4dbc51511175c13e9');
INSERT INTO public.fact VALUES (69, 8, 8, '2026-09-18', 885, 'fill', 6, 7800, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5498344586810661830, 1, '25cbfd2d596de8e9885ef2c60db56dc3');
INSERT INTO public.fact VALUES (70, 8, NULL, '2026-10-02', NULL, 'archive', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'moved away, records sent', NULL, 1772686836713551057, 1, '9037124f1f0f4fdb99ce05e40245cbe4');
INSERT INTO public.fact VALUES (71, 9, 9, '2025-09-26', 600, 'fill', 2, 3400, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3415967783350432388, 1, 'c81bb01e36f39ea64a7dfedee6c18f97');
INSERT INTO public.fact VALUES (72, 9, 9, '2025-09-26', 615, 'dose', NULL, NULL, NULL, NULL, NULL, 810000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7112299399121679672, 1, '04a2a6ba9e4d221d99ec82552857bbde');
INSERT INTO public.fact VALUES (73, 9, 9, '2025-12-19', 840, 'fill', 2, 6700, 39500, 39500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7595999922224055729, 1, 'be344debfce259b29f14906c6b011f08');
INSERT INTO public.fact VALUES (74, 9, 9, '2026-03-09', 810, 'fill', 2, 7600, 39500, 39500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2520079076842222719, 1, 'f64f4068c5354c4da3ec50a970225ece');
INSERT INTO public.fact VALUES (75, 9, 9, '2026-06-02', 810, 'fill', 2, 5400, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3348564853820700068, 1, '2c3c5d0d5fa16886d1e1b65afb9c15cf');
INSERT INTO public.fact VALUES (76, 9, 9, '2026-08-06', 735, 'fill', 2, 14300, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4321388841573574181, 1, 'efa3924544cead62a37644a17e095eb4');
INSERT INTO public.fact VALUES (77, 9, 9, '2026-08-06', 750, 'dose', NULL, NULL, NULL, NULL, NULL, 770000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3625389924492017567, 1, '7a5ff86fdd087e86d88ac1bd13764ddd');
INSERT INTO public.fact VALUES (78, 10, 10, '2025-11-21', 810, 'fill', 2, 4200, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8560948946398870691, 1, 'd6db59c5649a3ee7054ecf0e4b18043d');
INSERT INTO public.fact VALUES (79, 10, 10, '2025-11-21', 825, 'dose', NULL, NULL, NULL, NULL, NULL, 440000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 862618429992236871, 1, '2a1c9810e844a6e44416c5ad447caf53');
INSERT INTO public.fact VALUES (80, 10, 10, '2026-02-18', 675, 'fill', 2, 20500, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4744133540652044636, 1, '5143e8826a8ca83d27f160ce42aaf993');
INSERT INTO public.fact VALUES (81, 10, 10, '2026-02-18', 690, 'dose', NULL, NULL, NULL, NULL, NULL, 420000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 187699719984223990, 1, 'be58353058a3a4793208349a7cb8bfd7');
INSERT INTO public.fact VALUES (82, 10, 11, '2026-04-17', 900, 'fill', 2, NULL, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2660007303285573853, 1, '37fba68a5bc546bf4955cebb94be68c5');
INSERT INTO public.fact VALUES (83, 10, 11, '2026-04-17', 915, 'dose', NULL, NULL, NULL, NULL, NULL, 490000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7156841328175368696, 1, 'fe8ec8866977819978ef390ac82acf76');
INSERT INTO public.fact VALUES (84, 10, 11, '2026-07-10', 720, 'fill', 2, 19200, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2912645983275020708, 1, 'a2cdc43015ab1961e44cf3ad60dda492');
INSERT INTO public.fact VALUES (85, 10, 11, '2026-09-15', 540, 'fill', 2, 23600, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'site clean, no redness', NULL, 581024210978686043, 1, '7eb3d046c9a6e5545795015032b7329a');
INSERT INTO public.fact VALUES (86, 11, 12, '2025-11-14', 510, 'fill', 6, 5400, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2986329738583520618, 1, 'abff65e8287a51cd1c91d46adce1ee11');
INSERT INTO public.fact VALUES (87, 11, 12, '2025-11-14', 525, 'dose', NULL, NULL, NULL, NULL, NULL, 6000000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5754314475695552003, 1, '3c364617886e000c945b762079ab370b');
INSERT INTO public.fact VALUES (221, 27, 28, '2025-11-14', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 280000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2856084586638070813, 1, 'c8cf39169bceba5cb87e123231b859c7');
INSERT INTO public.fact VALUES (88, 11, 12, '2025-12-29', 885, 'fill', 6, 4800, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3373416878318429839, 1, 'c4e0ea4101316fca9ae30aed3f072c94');
INSERT INTO public.fact VALUES (89, 11, 12, '2026-02-13', 750, 'fill', 6, 5200, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7328014240296762968, 1, '0518f6f7fa76dd0ac68da10e835fd8fa');
INSERT INTO public.fact VALUES (90, 11, 12, '2026-04-01', 735, 'fill', 6, 4300, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7042640392116070749, 1, '2a0642e9a65501fc930d6726db9a81d1');
INSERT INTO public.fact VALUES (91, 11, 12, '2026-05-22', 720, 'fill', 6, 2300, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4930821885641644332, 1, 'a28cd436b0ba4ffba240da7105d2d5cc');
INSERT INTO public.fact VALUES (92, 11, 12, '2026-07-08', 675, 'fill', 6, 3200, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1196750687576426369, 1, 'ff94991ae38493d953526411445d662a');
INSERT INTO public.fact VALUES (93, 11, 12, '2026-08-28', 900, 'fill', 6, 900, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5453028052053706477, 1, '3ae9286cfe6b6bad12ee51a9d1c0ad56');
INSERT INTO public.fact VALUES (94, 11, 12, '2026-10-16', 540, 'fill', 6, 1800, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8715302434816429442, 1, '4575325ba434528c81c8b0e7a3f715ba');
INSERT INTO public.fact VALUES (95, 12, 13, '2025-11-07', 645, 'fill', 1, 3000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6963009098028736900, 1, 'f119f17b9883e3d950d1860926bbd4ea');
INSERT INTO public.fact VALUES (96, 12, 13, '2025-11-07', 660, 'dose', NULL, NULL, NULL, NULL, NULL, 110000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3272475435727458697, 1, 'aefd954b30a3bc7f3c37d727b6c66701');
INSERT INTO public.fact VALUES (97, 12, 13, '2026-01-06', 585, 'fill', 1, 5100, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4234548670964023950, 1, 'c1fcbdb67efa5b8f809917b1dc88f8e7');
INSERT INTO public.fact VALUES (98, 12, 13, '2026-03-09', 645, 'fill', 1, 4300, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9032263496908852633, 1, '0a70438037f6ab0c403c43f6685f1a0d');
INSERT INTO public.fact VALUES (99, 12, 13, '2026-03-09', 660, 'dose', NULL, NULL, NULL, NULL, NULL, 105000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6620996398934875315, 1, '3197a7c7740f46e0cb3f970e4f16bafb');
INSERT INTO public.fact VALUES (100, 12, 13, '2026-05-18', 840, 'fill', 1, 3800, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7370655855357971113, 1, '8fb7430794b45b48940b66d841afff04');
INSERT INTO public.fact VALUES (101, 12, 13, '2026-05-18', 855, 'dose', NULL, NULL, NULL, NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1443820203516384609, 1, '38b19d153605418213ed642109dc084a');
INSERT INTO public.fact VALUES (102, 12, 13, '2026-06-08', 510, 'dose', NULL, NULL, NULL, NULL, NULL, 120000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1161764787915383174, 1, '39beadb893145aa76aaee3aa443dab65');
INSERT INTO public.fact VALUES (103, 12, 13, '2026-07-16', 690, 'fill', 1, 4700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8259704148850902308, 1, 'f6bdcab499dc9469b3d8782c78c163be');
INSERT INTO public.fact VALUES (104, 12, 13, '2026-09-11', 675, 'fill', 1, 4100, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 477639410258627426, 1, '452a29e04b8aa253f179e99fba16a191');
INSERT INTO public.fact VALUES (105, 12, 13, '2026-10-23', 690, 'fill', 1, 8100, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3284803071517774200, 1, 'cde07d18a75bc362e9a053a942f572e1');
INSERT INTO public.fact VALUES (106, 12, 13, '2026-12-07', 570, 'dose', NULL, NULL, NULL, NULL, NULL, 130000, NULL, NULL, NULL, NULL, NULL, NULL, 'planned at the last visit', NULL, 1684769424230953358, 1, '8d4c07d077982af1388ff41bf7916808');
INSERT INTO public.fact VALUES (107, 13, 14, '2025-11-10', 555, 'fill', 2, 4500, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'site clean, no redness', NULL, 3795758246276833128, 1, '53984a92135a694b8e4b68140bba0144');
INSERT INTO public.fact VALUES (108, 13, 14, '2025-11-10', 570, 'dose', NULL, NULL, NULL, NULL, NULL, 450000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4883771482976483842, 1, '41c04731caa54cdd0f5a42b449ec2134');
INSERT INTO public.fact VALUES (109, 13, 14, '2026-01-06', 720, 'fill', 2, 6400, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6745045785536611998, 1, '055613352061d937379830a7128b9db6');
INSERT INTO public.fact VALUES (110, 13, 14, '2026-02-27', 540, 'fill', 2, 6300, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6077710297645487917, 1, '4c384459947f36a06a14f1a7c9512a97');
INSERT INTO public.fact VALUES (111, 13, 14, '2026-04-22', 570, 'fill', 2, 6400, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1270161942578776232, 1, '556c2b4c60cbdef954358b5807408400');
INSERT INTO public.fact VALUES (112, 13, 14, '2026-04-22', 585, 'dose', NULL, NULL, NULL, NULL, NULL, 500000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4013750622104452414, 1, '32647fe62555f07053607076fdcecbeb');
INSERT INTO public.fact VALUES (113, 13, 14, '2026-06-19', 735, 'fill', 2, 4500, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4902451686726402309, 1, '3f90c79fd12f2e7a06e4986c1e601996');
INSERT INTO public.fact VALUES (114, 13, 14, '2026-08-11', 555, 'fill', 2, 5400, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4650889351780111436, 1, '5bcdae194dc9473224629419ad4a5d8f');
INSERT INTO public.fact VALUES (115, 13, 14, '2026-09-18', 660, 'fill', 2, 9600, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1649911531129784624, 1, 'c051d2f1427e953194c96ba36c4eefb6');
INSERT INTO public.fact VALUES (116, 13, 14, '2026-10-30', 765, 'fill', 2, 8100, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8233675820909483751, 1, '8ce1320e429a46cf6848daa2a96f5e4e');
INSERT INTO public.fact VALUES (117, 13, 14, '2026-12-02', 570, 'dose', NULL, NULL, NULL, NULL, NULL, 440000, NULL, NULL, NULL, NULL, NULL, NULL, 'planned at the last visit', NULL, 155088066220954089, 1, '422ba161563504a2e26b50d7e10476ca');
INSERT INTO public.fact VALUES (118, 14, 15, '2025-11-13', 660, 'fill', 5, 3100, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3681201204069193111, 1, '1de71f905f3a8dea4dfd5069d6d89506');
INSERT INTO public.fact VALUES (119, 14, 15, '2025-11-13', 675, 'dose', NULL, NULL, NULL, NULL, NULL, 2300000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5213636091780647110, 1, '84aed43992d00364d48088b6772a671b');
INSERT INTO public.fact VALUES (120, 14, 15, '2026-01-13', 705, 'fill', 5, 6000, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4410893524700072027, 1, '829485f6f671e3cd94cd26c0310e51e5');
INSERT INTO public.fact VALUES (121, 14, 15, '2026-01-13', 720, 'dose', NULL, NULL, NULL, NULL, NULL, 2500000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3094811521115855498, 1, '59f5d099a51a0ad08dfee53f077f721d');
INSERT INTO public.fact VALUES (122, 14, 15, '2026-03-02', 510, 'fill', 5, 6800, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2251194793587778782, 1, '0bb89dea474b05752a8db7861b6d0ffc');
INSERT INTO public.fact VALUES (123, 14, 15, '2026-04-23', 660, 'fill', 5, 7300, 19500, 19500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2248330219164764517, 1, '7a86d840132a5f62b777498eaf9e6389');
INSERT INTO public.fact VALUES (124, 14, 15, '2026-06-12', 525, 'fill', 5, 7100, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1943151128228871159, 1, '2d53be68f3e06a90788c85a6f1441cc3');
INSERT INTO public.fact VALUES (125, 14, 15, '2026-07-03', 675, 'dose', NULL, NULL, NULL, NULL, NULL, 2850000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7554307952248101767, 1, 'd521a99033a7e3ae029d031f902a1a77');
INSERT INTO public.fact VALUES (126, 14, 15, '2026-07-31', 855, 'fill', 5, 6600, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4259502493769898503, 1, '5b464b0de765779c2ca73de2e653df13');
INSERT INTO public.fact VALUES (127, 14, 15, '2026-07-31', 870, 'dose', NULL, NULL, NULL, NULL, NULL, 3000000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2791120761249589705, 1, 'a9a7ff4bd2b0cebc9820db0f010ddc27');
INSERT INTO public.fact VALUES (128, 14, 15, '2026-09-18', 630, 'fill', 5, 5200, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7811005192352171027, 1, '0904a1678b7ac22a4ae09364149ee0c1');
INSERT INTO public.fact VALUES (129, 14, 15, '2026-10-15', 540, 'fill', 5, 12500, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6742003161816226562, 1, '20d66364c2ace3b82c2926ac2083ddbf');
INSERT INTO public.fact VALUES (130, 15, 16, '2025-11-13', 570, 'fill', 6, 2500, 39500, 39500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4762358775273796880, 1, 'aeb55199df1765616dde40b29724add1');
INSERT INTO public.fact VALUES (131, 15, 16, '2025-11-13', 585, 'dose', NULL, NULL, NULL, NULL, NULL, 6800000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2164639925101212702, 1, '5fe4cad90a39320e168947ce030f297d');
INSERT INTO public.fact VALUES (132, 15, 16, '2026-02-06', 900, 'fill', 6, 10000, 39000, 39000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5121277553943742531, 1, '7e91a8e588886a018a5cdca2bd678217');
INSERT INTO public.fact VALUES (133, 15, 16, '2026-05-01', 855, 'fill', 6, 9700, 39000, 39000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5159345788205619238, 1, '6f7ec7f5cb24caac79f07e37e45ae456');
INSERT INTO public.fact VALUES (134, 15, 16, '2026-05-01', 870, 'dose', NULL, NULL, NULL, NULL, NULL, 7200000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6030817543146030089, 1, '8cb679bed0ef9a1b9757a56ed9280883');
INSERT INTO public.fact VALUES (135, 15, 16, '2026-07-24', 555, 'fill', 6, 8000, 39000, 39000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5604879161811130023, 1, 'ea2f1a850cbbe728bb4433ed9a72c950');
INSERT INTO public.fact VALUES (136, 15, 16, '2026-09-11', 540, 'fill', 6, 20900, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5709616868249807617, 1, '5b5c1fc980260a776f2e03464fc83ecf');
INSERT INTO public.fact VALUES (137, 15, 16, '2026-09-11', 555, 'dose', NULL, NULL, NULL, NULL, NULL, 5900000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2041694860059189295, 1, '40696fcef453606b246c6f402c322cce');
INSERT INTO public.fact VALUES (138, 16, 17, '2026-11-18', 795, 'fill', 7, NULL, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8685025018722376990, 1, 'e229a84dbb94aea838d773b1a41897ab');
INSERT INTO public.fact VALUES (139, 16, 17, '2026-11-18', 810, 'dose', NULL, NULL, NULL, NULL, NULL, 2400, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8099185499598781510, 1, '8a29361cca03c87ba63f5587a63630a8');
INSERT INTO public.fact VALUES (140, 17, 18, '2025-11-18', 630, 'fill', 2, 2800, 19500, 19500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4341258565147877825, 1, '85302502f9f2eaa49f610d85117e3619');
INSERT INTO public.fact VALUES (141, 17, 18, '2025-11-18', 645, 'dose', NULL, NULL, NULL, NULL, NULL, 480000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1701878312272493281, 1, '692927d4201fa431b569a0066eed88f3');
INSERT INTO public.fact VALUES (142, 17, 18, '2026-01-14', 735, 'fill', 2, 4700, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2416433118723848927, 1, '7b90e3794496bbb525da2b6398e9d8ab');
INSERT INTO public.fact VALUES (143, 17, 18, '2026-03-09', 690, 'fill', 2, 6500, 19500, 19500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8464182362319679359, 1, '6c38f3aadc7dcce12492ab5d25ef44b9');
INSERT INTO public.fact VALUES (144, 17, 18, '2026-05-05', 705, 'fill', 2, 5000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 194442026893367904, 1, 'b940cc5a57e382b2987c6eaa8b5d7e50');
INSERT INTO public.fact VALUES (145, 17, 18, '2026-06-26', 525, 'fill', 2, 6800, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6293826374765653918, 1, 'b5b9db631e2654f57baea9c7cbd12cf0');
INSERT INTO public.fact VALUES (146, 17, 18, '2026-08-21', 900, 'fill', 2, 5500, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1544960254939266633, 1, '1ea5c9ed4052cd87d3a7865cf6abfde4');
INSERT INTO public.fact VALUES (147, 17, 18, '2026-10-19', 615, 'fill', 2, 5000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1053533530412503301, 1, 'e0f93faf70a4b785ab27b0624bc66a41');
INSERT INTO public.fact VALUES (148, 18, 19, '2025-11-07', 645, 'fill', 2, 3700, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 645485449934527370, 1, '11e237e9bdcf5c3ad5861e7bee416864');
INSERT INTO public.fact VALUES (149, 18, 19, '2025-11-07', 660, 'dose', NULL, NULL, NULL, NULL, NULL, 150000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4582829298044103518, 1, '9104b7df310d02707f297e8514ac1e56');
INSERT INTO public.fact VALUES (150, 18, 19, '2026-03-13', 735, 'fill', 2, 9900, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5496419571306212076, 1, '2c3eae1d322acec48511651fbc4007da');
INSERT INTO public.fact VALUES (151, 18, 19, '2026-03-13', 750, 'dose', NULL, NULL, NULL, NULL, NULL, 180000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8740659806469527765, 1, '9c282eaf9180739df4d441e071d4ab99');
INSERT INTO public.fact VALUES (152, 18, 19, '2026-07-20', 795, 'fill', 2, 6800, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2021128940538457076, 1, '5c77fc316435f3ca48450b0d02f4c800');
INSERT INTO public.fact VALUES (153, 19, 20, '2025-10-24', 735, 'fill', 3, 5300, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2174101552605556965, 1, '20110da45326069b13328558861e3c07');
INSERT INTO public.fact VALUES (154, 19, 20, '2025-10-24', 750, 'dose', NULL, NULL, NULL, NULL, NULL, 7300000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5335486386693500255, 1, 'e114489719f6fabb45fca2a0d1a35663');
INSERT INTO public.fact VALUES (155, 19, 20, '2026-01-09', 540, 'fill', 3, 8300, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 412291868216983805, 1, '8fa01b9f5cdd39d6114db87f6e3ccf6d');
INSERT INTO public.fact VALUES (156, 19, 20, '2026-03-27', 795, 'fill', 3, 7900, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8619805164993416217, 1, 'd4361e3cef6129f4d4d8d904f66d3322');
INSERT INTO public.fact VALUES (157, 19, 20, '2026-04-30', 735, 'dose', NULL, NULL, NULL, NULL, NULL, 6600000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 641650218559618980, 1, 'ef7c22e5aff790eefa16e400e6d47081');
INSERT INTO public.fact VALUES (158, 19, 20, '2026-06-12', 720, 'fill', 3, 9700, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1176495767851019593, 1, '6e8db22e441c0f22bb9cd8a2a8436553');
INSERT INTO public.fact VALUES (159, 19, 20, '2026-06-12', 735, 'dose', NULL, NULL, NULL, NULL, NULL, 6300000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5229738929343764658, 1, '40a646d5e914a712929c7480c4f4f61b');
INSERT INTO public.fact VALUES (160, 19, 20, '2026-07-29', 750, 'fill', 3, 20700, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3677677275316826680, 1, '0d3965f07480f4ddecab1dfd58df09b0');
INSERT INTO public.fact VALUES (161, 19, 20, '2026-09-15', 825, 'fill', 3, 20600, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8408976375852987800, 1, '6957b295fbf47e07f0ed66b51d6c7c49');
INSERT INTO public.fact VALUES (162, 20, 21, '2025-11-19', 900, 'fill', 4, 3700, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8057128810207916143, 1, '2194215521d56291a287ed8b9c0c41f2');
INSERT INTO public.fact VALUES (163, 20, 21, '2025-11-19', 915, 'dose', NULL, NULL, NULL, NULL, NULL, 240000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3053622719147772481, 1, 'f7c1b51551c5c641bedfc680270607e3');
INSERT INTO public.fact VALUES (164, 20, 21, '2026-01-16', 540, 'fill', 4, 5400, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8194832839992884980, 1, 'b6982477cfb59f663e3582ae99adfe6e');
INSERT INTO public.fact VALUES (165, 20, 21, '2026-03-23', 540, 'fill', 4, 4400, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2057093748036693873, 1, 'b9ce3cbc909f767f938e876ad7c5412f');
INSERT INTO public.fact VALUES (166, 20, 21, '2026-05-22', 540, 'fill', 4, 5900, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8480228754492343233, 1, '2934aa9ae8a8f246d0f448d71bff1888');
INSERT INTO public.fact VALUES (167, 20, 21, '2026-05-22', 555, 'dose', NULL, NULL, NULL, NULL, NULL, 220000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6504266812972572058, 1, '2bd8073077749d1f30654b6fb68dace3');
INSERT INTO public.fact VALUES (168, 20, 21, '2026-06-19', 750, 'dose', NULL, NULL, NULL, NULL, NULL, 250000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2294643862230596075, 1, 'ccad5f74ced6cf4ba7de7a9c9d4d8562');
INSERT INTO public.fact VALUES (169, 20, 21, '2026-07-20', 525, 'fill', 4, 6100, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7373483432430466835, 1, 'af9bb5536cb6a42bf119b41afae59bd0');
INSERT INTO public.fact VALUES (170, 20, 21, '2026-08-27', 690, 'fill', 4, 9100, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3328591645936255077, 1, '4e844954acd4c324c7ffe579529a44fa');
INSERT INTO public.fact VALUES (171, 20, 21, '2026-10-05', 630, 'fill', 4, 10200, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8173178158614003005, 1, 'dba785166d6536d063193ed445c70669');
INSERT INTO public.fact VALUES (172, 21, 22, '2025-11-04', 555, 'fill', 1, 3500, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4608473255132399645, 1, 'cbfe6df27e8107d259cec2350d7d46ed');
INSERT INTO public.fact VALUES (173, 21, 22, '2025-11-04', 570, 'dose', NULL, NULL, NULL, NULL, NULL, 135000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6501424113162957068, 1, '6bd40a6b8db117a7c785f360c9a134d8');
INSERT INTO public.fact VALUES (174, 21, 22, '2025-12-24', 645, 'fill', 1, 5000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 909994830432825164, 1, '6f835cf860c8a322b713bf6f155dac54');
INSERT INTO public.fact VALUES (175, 21, 22, '2026-02-09', 840, 'fill', 1, 5900, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7711091642305888127, 1, '25a321160bfb6b0b1d2b2ccf3e56df1f');
INSERT INTO public.fact VALUES (176, 21, 22, '2026-03-30', 660, 'fill', 1, 5300, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1208084396653970764, 1, '027f512d05d891ca60e087fd24b67b4d');
INSERT INTO public.fact VALUES (177, 21, 22, '2026-05-15', 540, 'fill', 1, 6200, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6557191596778472848, 1, 'c41da20d3db4824fc142d35c2f1b7f2c');
INSERT INTO public.fact VALUES (178, 21, 22, '2026-07-02', 765, 'fill', 1, 5700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'patient says "less spasm in the morning"', NULL, 6502606697165434074, 1, '2fca0d409c6c3ea1790c3576412863c1');
INSERT INTO public.fact VALUES (179, 21, 22, '2026-07-02', 780, 'dose', NULL, NULL, NULL, NULL, NULL, 130000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3822903923978086274, 1, 'ead162fa6f56d5ad01cc338e9bbd37af');
INSERT INTO public.fact VALUES (180, 21, 22, '2026-08-21', 810, 'fill', 1, 5100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5319340717097624126, 1, '37c86d46084415f1a00418162eb88050');
INSERT INTO public.fact VALUES (181, 21, 22, '2026-09-23', 690, 'fill', 1, 10100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'daughter present; alarm card given', NULL, 7852573219031661843, 1, 'f909682d9a57ef01bc7faaefece7ff79');
INSERT INTO public.fact VALUES (182, 21, 22, '2026-10-26', 630, 'fill', 1, 10200, 18000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 402404974839219920, 1, 'a8d43176e3c8769d06c351f0f9d76ad0');
INSERT INTO public.fact VALUES (183, 22, 23, '2025-11-13', 540, 'fill', 8, 5400, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6546292084872870560, 1, 'e19ec8b92a3b694bd24e20d38b86c497');
INSERT INTO public.fact VALUES (184, 22, 23, '2025-11-13', 555, 'dose', NULL, NULL, NULL, NULL, NULL, 2600000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4054978490105900906, 1, '9f7d374e21f04efc7974d1f1e80c0272');
INSERT INTO public.fact VALUES (185, 22, 23, '2026-02-06', 870, 'fill', 8, 16700, 37500, 37500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5466567050874880757, 1, '74cafb00ce55433166693f113f056427');
INSERT INTO public.fact VALUES (186, 22, 23, '2026-05-01', 795, 'fill', 8, 16300, 37500, 37500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1074092569591782605, 1, '2027b73ffac2036f507ac7657ffbedef');
INSERT INTO public.fact VALUES (187, 22, 23, '2026-05-01', 810, 'dose', NULL, NULL, NULL, NULL, NULL, 2900000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5738564721243026573, 1, '3c070d5e669808d279aa4d30d948496b');
INSERT INTO public.fact VALUES (188, 22, 23, '2026-07-28', 705, 'fill', 8, 13000, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4643946947620677663, 1, 'afef49a6e02a66eb4abad962d6b9cb64');
INSERT INTO public.fact VALUES (189, 22, 23, '2026-09-25', 780, 'fill', 8, 21400, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8439707092256195340, 1, 'e7e33a96b160f02fa2dccfe83cdf0bc0');
INSERT INTO public.fact VALUES (190, 22, 23, '2026-09-25', 795, 'dose', NULL, NULL, NULL, NULL, NULL, 2800000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5858006256371366685, 1, '8ebfbd2adcd09ef8885265feb812f4d7');
INSERT INTO public.fact VALUES (191, 23, 24, '2025-10-27', 525, 'fill', 2, 3500, 35500, 35500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2663287475650111172, 1, 'dce4e0f7ff30cde4f8374b7481f99b83');
INSERT INTO public.fact VALUES (192, 23, 24, '2025-10-27', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 430000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8554132306864776566, 1, '00c6bbde3ff3b01de2bd34fce6e181fc');
INSERT INTO public.fact VALUES (193, 23, 24, '2026-01-22', 540, 'fill', 2, 16600, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6176470086807969238, 1, '5511ed60c1786b0844eaef245590c372');
INSERT INTO public.fact VALUES (194, 23, 24, '2026-01-22', 555, 'dose', NULL, NULL, NULL, NULL, NULL, 480000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2310508036805806488, 1, '4b3db4b627aa4b00443a593c4db94160');
INSERT INTO public.fact VALUES (195, 23, 24, '2026-03-10', 720, 'dose', NULL, NULL, NULL, NULL, NULL, 540000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 918458705612978447, 1, '6cbc592f5f53c269b152cbdf49253dad');
INSERT INTO public.fact VALUES (196, 23, 24, '2026-04-21', 750, 'fill', 2, 12700, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2384551695776596252, 1, 'e3f5fad19ae414293d722d5964cbad31');
INSERT INTO public.fact VALUES (197, 23, 24, '2026-06-09', 810, 'dose', NULL, NULL, NULL, NULL, NULL, 600000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 156591095412006370, 1, '5676fae462860d9d17b95c0ab6743920');
INSERT INTO public.fact VALUES (198, 23, 24, '2026-07-15', 585, 'fill', 2, 11900, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6446032362369477388, 1, 'b1b63235b2298fdaf6b9290ba7d33a3b');
INSERT INTO public.fact VALUES (199, 23, 24, '2026-10-06', 885, 'fill', 2, 11000, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8472850609670885682, 1, '4fc1889f4029a660e872e3f1c4ebe08d');
INSERT INTO public.fact VALUES (200, 24, 25, '2025-11-18', 810, 'fill', 8, 4100, 30000, 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4531876480175821497, 1, '25602145f8ec9f5bb7a2ff193b88ce7a');
INSERT INTO public.fact VALUES (201, 24, 25, '2026-01-16', 570, 'fill', 8, 5200, 30000, 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8964525780161931290, 1, '0767f0c40acc35af78ef3d33309de52e');
INSERT INTO public.fact VALUES (202, 24, 25, '2026-03-16', 585, 'fill', 8, 4500, 30000, 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2306261297992513381, 1, '2c659bc23878cf42967ef7e2b6d6e493');
INSERT INTO public.fact VALUES (203, 24, 25, '2026-05-15', 825, 'fill', 8, 4200, 30000, 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2561773295620607707, 1, '8e72fa8208313c1b78c9c6d6dcea9fdf');
INSERT INTO public.fact VALUES (204, 24, 25, '2026-07-10', 615, 'fill', 8, 6300, 30000, 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7103604759431421964, 1, '477c6bdbea2f33f2532165ad04fc19fb');
INSERT INTO public.fact VALUES (205, 24, 25, '2026-09-04', 810, 'fill', 8, 6600, 30000, 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6292173107892376691, 1, '547747fc3124137de7ded01751115fd4');
INSERT INTO public.fact VALUES (206, 24, 25, '2026-10-26', 690, 'fill', 8, 7100, 30000, 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6099574847265372755, 1, '12765bbb5f478edfcdf4b0832bda5dc4');
INSERT INTO public.fact VALUES (207, 25, 26, '2025-10-29', 840, 'fill', 2, 4000, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6702585196768242500, 1, 'cc03cb488e0d226c9572f7fdbb861496');
INSERT INTO public.fact VALUES (208, 25, 26, '2025-10-29', 855, 'dose', NULL, NULL, NULL, NULL, NULL, 560000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3798813714943145547, 1, '2700ae2dacf2a0652c3899e60ef87f91');
INSERT INTO public.fact VALUES (209, 25, 26, '2026-01-23', 720, 'fill', 2, 12200, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5101531445717482468, 1, '8de20e22e2590addf6c560129b521f2b');
INSERT INTO public.fact VALUES (210, 25, 26, '2026-04-22', 765, 'fill', 2, 10600, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 574889627802157800, 1, 'c3838b828a39322cbd45345c6d1ec30d');
INSERT INTO public.fact VALUES (211, 25, 26, '2026-07-17', 570, 'fill', 2, 11500, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5075540428621664183, 1, '78ed7e4f2f03910c3cc87cdf287a6b09');
INSERT INTO public.fact VALUES (212, 25, 26, '2026-08-19', 825, 'dose', NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, '', NULL, 1779317532640840748, 1, '0ab4f0ab8cc7df3b402d26f8119bd38f');
INSERT INTO public.fact VALUES (213, 25, 26, '2026-10-09', 885, 'fill', 2, 12500, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4035621188804468079, 1, '95ee814dfce8ae0421308239bf92a2db');
INSERT INTO public.fact VALUES (214, 26, 27, '2025-11-06', 735, 'fill', 6, 5800, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7441509924764570612, 1, 'ff26d3cf80bf31c3fc444780eb1660cb');
INSERT INTO public.fact VALUES (215, 26, 27, '2025-11-06', 750, 'dose', NULL, NULL, NULL, NULL, NULL, 5000000, NULL, 250000, 4, 120, NULL, NULL, '', NULL, 6551991942337650678, 1, 'd5f836126aaf0abd1b8901db64c31c0a');
INSERT INTO public.fact VALUES (216, 26, 27, '2026-01-30', 795, 'fill', 6, 12800, 35000, 35000, 115, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8336140074829628687, 1, 'bae520859d40ce63278269d5bb43ae32');
INSERT INTO public.fact VALUES (217, 26, 27, '2026-04-24', 795, 'fill', 6, 13600, 35000, 35000, 114, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4993093456589937261, 1, '53efee591c72e535c45dfbcc400333a3');
INSERT INTO public.fact VALUES (218, 26, 27, '2026-07-20', 735, 'fill', 6, 12900, 35000, 35000, 117, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5810206442686275205, 1, '5185de54d02b73b860de1839ff919dbb');
INSERT INTO public.fact VALUES (219, 26, 27, '2026-09-04', 675, 'fill', 6, 22900, 35000, 35000, 62, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2334842180550487947, 1, 'f68820eeda5028242fbf92698f433357');
INSERT INTO public.fact VALUES (220, 27, 28, '2025-11-14', 585, 'fill', 4, 3000, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8802401041420378737, 1, '4659f60cf2cec5e532b99720e5f6b467');
INSERT INTO public.fact VALUES (222, 27, 28, '2026-02-06', 615, 'fill', 4, 9300, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9136041428674371059, 1, '501701ca00279659a583cf3b2484b9f4');
INSERT INTO public.fact VALUES (223, 27, 28, '2026-05-01', 585, 'fill', 4, 9800, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'refilled under ultrasound', NULL, 4323615310557020612, 1, '13fe4a102f0083c11c2dca44afafce9c');
INSERT INTO public.fact VALUES (224, 27, 28, '2026-05-01', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 310000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8197878338781935168, 1, 'b9bfa8542f8d147ebaccfd63e7d0a07f');
INSERT INTO public.fact VALUES (225, 27, 28, '2026-05-13', 660, 'bolus', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 35000, NULL, '', NULL, 6864491783090078140, 1, 'a0f52b9eaa0bc9710b3e3617090a57b4');
INSERT INTO public.fact VALUES (226, 27, 28, '2026-07-06', 540, 'fill', 4, 13300, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 240882111734806860, 1, '1a78edfd675905a4c373680257851380');
INSERT INTO public.fact VALUES (227, 27, 28, '2026-09-11', 585, 'fill', 4, 13100, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8638698027939596102, 1, '9c4e61800a782ec8b4392383340acc06');
INSERT INTO public.fact VALUES (228, 28, 29, '2025-10-31', 615, 'fill', 4, 4700, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9120543374335192197, 1, 'fc89b48faac10b45a02fa74e9941a25c');
INSERT INTO public.fact VALUES (229, 28, 29, '2025-10-31', 630, 'dose', NULL, NULL, NULL, NULL, NULL, 350000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6200130579372518228, 1, '307477b536b967b4c8a165603c1f6a73');
INSERT INTO public.fact VALUES (230, 28, 29, '2026-01-21', 600, 'fill', 4, 10800, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 986056529469661999, 1, '823dc90a5ea00d56f9ac993c2917b233');
INSERT INTO public.fact VALUES (231, 28, 29, '2026-04-08', 795, 'fill', 2, 12600, 37000, 37000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3658361787077430456, 1, 'f994f46154393eaab472fe972dcb012c');
INSERT INTO public.fact VALUES (232, 28, 29, '2026-04-08', 810, 'dose', NULL, NULL, NULL, NULL, NULL, 450000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2045284845415574694, 1, '7dc24c14672dacf0428bc616b24c5355');
INSERT INTO public.fact VALUES (233, 28, 29, '2026-07-06', 810, 'fill', 2, 18000, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8258182221191849289, 1, 'd7ac35e3027e7990b78e70a688b92ab9');
INSERT INTO public.fact VALUES (234, 28, 29, '2026-10-02', 630, 'fill', 2, 18600, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1585256882906802335, 1, '4571c652e3065eb6c02ea3f60dce3094');
INSERT INTO public.fact VALUES (235, 28, 29, '2026-10-02', 645, 'dose', NULL, NULL, NULL, NULL, NULL, 480000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5055155783923060422, 1, 'f9075d11f633dd6f5fe86273b3da12c4');
INSERT INTO public.fact VALUES (236, 29, 30, '2025-11-18', 660, 'fill', 9, 4800, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8423649700091396502, 1, 'a162184a1c6dce48bbd8ae449e111760');
INSERT INTO public.fact VALUES (237, 29, 30, '2025-11-18', 675, 'dose', NULL, NULL, NULL, NULL, NULL, 1350000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5858527978113238643, 1, '29ca590112de738fc1177b9925c95a06');
INSERT INTO public.fact VALUES (238, 29, 30, '2026-02-11', 705, 'fill', 9, 15500, 37500, 37500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2311953706005086123, 1, 'd94b17b6549a68076492dbf8098e8102');
INSERT INTO public.fact VALUES (239, 29, 30, '2026-05-08', 795, 'fill', 9, 14700, 37000, 37000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4277714412321952050, 1, '0ca60aefcc0ab6227ecba6a04d4c2f8a');
INSERT INTO public.fact VALUES (240, 29, 30, '2026-05-15', 840, 'stop', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'off for a scan', NULL, 1354399817844789680, 1, 'a3cf28cb68e5a5bfe86a0f7f4c5618da');
INSERT INTO public.fact VALUES (241, 29, 30, '2026-05-17', 630, 'start', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7977467957286734320, 1, 'c63d2f26bbfbdbd8af7d8a7e781135c4');
INSERT INTO public.fact VALUES (242, 29, 30, '2026-08-03', 810, 'fill', 9, 14300, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2006066107131949230, 1, 'b5235b4a968ea639de91c3c71058614c');
INSERT INTO public.fact VALUES (243, 29, 30, '2026-08-03', 825, 'dose', NULL, NULL, NULL, NULL, NULL, 1250000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 34347191215428909, 1, '03ce1a4d841c530efff0b9ee31b23444');
INSERT INTO public.fact VALUES (244, 29, 30, '2026-08-21', 750, 'dose', NULL, NULL, NULL, NULL, NULL, 1150000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7913391031726391682, 1, '64e44b92e13a37737f01dc99e1223ad4');
INSERT INTO public.fact VALUES (245, 29, 30, '2026-09-24', 540, 'fill', 9, 25700, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1945001173360749251, 1, 'cb39086573a5bc88529e8cb65925b98a');
INSERT INTO public.fact VALUES (246, 30, 31, '2025-10-29', 585, 'fill', 10, 2700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1067139609281118079, 1, 'b96ed60feaaa1f01d56fd9833fa135d9');
INSERT INTO public.fact VALUES (247, 30, 31, '2025-10-29', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 21500, NULL, 1500, 4, 240, NULL, NULL, '', NULL, 5468220812202549998, 1, '9e8828b6a68669fe2e0a319f080b99a7');
INSERT INTO public.fact VALUES (248, 30, 31, '2025-12-05', 525, 'fill', 10, 10000, 18500, 18500, 17, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7565283754678838072, 1, 'd36d4e951aa41692bbb573dec8a2b617');
INSERT INTO public.fact VALUES (249, 30, 31, '2025-12-31', 675, 'dose', NULL, NULL, NULL, NULL, NULL, 24500, NULL, 1500, 4, 240, NULL, NULL, '', NULL, 7240535559503133893, 1, '8fdd3cccf90b226b345adef3dcaede66');
INSERT INTO public.fact VALUES (250, 30, 31, '2026-01-15', 615, 'fill', 10, 9700, 18000, 18000, 19, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5366227663750636895, 1, '01036177573b4da810a569e8cf24c2e1');
INSERT INTO public.fact VALUES (251, 30, 31, '2026-01-15', 630, 'dose', NULL, NULL, NULL, NULL, NULL, 26000, NULL, 1500, 4, 240, NULL, NULL, '', NULL, 6399259602250078345, 1, 'f679123f626b8df01e120881f2104f24');
INSERT INTO public.fact VALUES (252, 30, 31, '2026-02-19', 885, 'fill', 10, 9300, 18000, 18000, 16, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7240071930269269128, 1, 'fae2cd8636ce28deb9f6ed7a65254e30');
INSERT INTO public.fact VALUES (253, 30, 31, '2026-03-27', 660, 'fill', 10, 8900, 18500, 18500, 17, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8233705510377588543, 1, 'bba00c5ba93e699451708bca8ac28bd0');
INSERT INTO public.fact VALUES (254, 30, 31, '2026-03-27', 675, 'dose', NULL, NULL, NULL, NULL, NULL, 25000, NULL, 1500, 4, 240, NULL, NULL, '', NULL, 793025748100205725, 1, '1a6cb42922e5b9bcfa7448deb115c3a4');
INSERT INTO public.fact VALUES (255, 30, 31, '2026-05-06', 870, 'fill', 10, 8800, 18500, 18500, 19, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7601216203553018431, 1, '7705e60ffe4c2f00fc379c7cbdf03ee1');
INSERT INTO public.fact VALUES (256, 30, 31, '2026-06-15', 660, 'fill', 10, 8800, 18000, 18000, 19, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5067925454303089215, 1, '4d791bd275f05b72fedd133cbf0bc064');
INSERT INTO public.fact VALUES (257, 30, 31, '2026-07-23', 675, 'fill', 10, 8700, 18500, 18500, 18, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4720768831549599550, 1, 'f19ffec69f87c81f612776962d2bf606');
INSERT INTO public.fact VALUES (258, 30, 31, '2026-09-02', 885, 'fill', 10, 8600, 18000, 18000, 19, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7977669150398331914, 1, '2cefd39b6058044d7e9d21ebbb181c0f');
INSERT INTO public.fact VALUES (259, 30, 31, '2026-10-09', 750, 'fill', 10, 9000, 18500, 18500, 17, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 174903340355903675, 1, 'd1279b4cb4d163c853c16f28f0993be4');
INSERT INTO public.fact VALUES (260, 30, 31, '2026-11-06', 750, 'fill', 10, 11900, 18500, 18500, 13, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8148913625935552323, 1, '9c2f5ffb6b29dff046beff0c09ead40b');
INSERT INTO public.fact VALUES (261, 31, 32, '2025-10-28', 585, 'fill', 11, 3700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1300448276844461163, 1, '4256684a65d35e52264a7f8d17865d86');
INSERT INTO public.fact VALUES (262, 31, 32, '2025-10-28', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 110000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1226665771617505702, 1, '73e882b3a7c93f264f1e81689d6d809f');
INSERT INTO public.fact VALUES (263, 31, 32, '2025-12-24', 750, 'fill', 11, 4700, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1226046282625191101, 1, '0ac34aea4dcd992dc025d20dc732f3e1');
INSERT INTO public.fact VALUES (264, 31, 32, '2026-02-18', 810, 'fill', 11, 5100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2018333777987430274, 1, '5d6ad8ed65c8c457c55787bc322a76d6');
INSERT INTO public.fact VALUES (265, 31, 32, '2026-04-15', 555, 'fill', 11, 5200, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1803302960366277561, 1, 'aaa0226fc372597fa402786377b98d7b');
INSERT INTO public.fact VALUES (266, 31, 32, '2026-04-15', 570, 'dose', NULL, NULL, NULL, NULL, NULL, 120000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2379435977289838274, 1, '1352532bc6743e81b16600ab01547561');
INSERT INTO public.fact VALUES (267, 31, 32, '2026-06-12', 885, 'fill', 11, 3100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3465058074120614239, 1, 'ed8b2d06d2dfdd2668e0cd36379536e7');
INSERT INTO public.fact VALUES (268, 31, 32, '2026-08-07', 720, 'fill', 11, 3500, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6321540101344043815, 1, '23ff591e52235c381f19c174358f8d7e');
INSERT INTO public.fact VALUES (269, 31, 32, '2026-10-01', 585, 'fill', 11, 4000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3994802503567042195, 1, 'd1486382376a19e6e7bfe97421626405');
INSERT INTO public.fact VALUES (270, 31, 32, '2026-11-02', 540, 'fill', 11, 10000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8077758209605433373, 1, 'e30e1869034cc862591738ab632e75e9');
INSERT INTO public.fact VALUES (271, 32, 33, '2025-11-14', 690, 'fill', 12, 5200, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2781549795751239183, 1, 'de52bff16518915e7999400d546b59e3');
INSERT INTO public.fact VALUES (272, 32, 33, '2025-11-14', 705, 'dose', NULL, NULL, NULL, NULL, NULL, 600000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2355694622385848982, 1, 'cf38c72fe17655636dca1688910ccb36');
INSERT INTO public.fact VALUES (273, 32, 33, '2025-12-19', 675, 'fill', 12, 7000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8219628628267914914, 1, '1c6c9772b8347483273baa7d71782361');
INSERT INTO public.fact VALUES (274, 32, 33, '2026-01-27', 765, 'fill', 12, 5900, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9074051155819683462, 1, '455533592ccff12ff4a736ac3ed4207c');
INSERT INTO public.fact VALUES (275, 32, 33, '2026-01-27', 780, 'dose', NULL, NULL, NULL, NULL, NULL, 670000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3037814399201091010, 1, 'bdcc1405c42ab0ac95bdc8f6dcf31911');
INSERT INTO public.fact VALUES (276, 32, 33, '2026-02-26', 600, 'fill', 12, 7600, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5857226865886129249, 1, '06d4d2e780835506feb59068737dc650');
INSERT INTO public.fact VALUES (277, 32, 33, '2026-02-26', 615, 'dose', NULL, NULL, NULL, NULL, NULL, 760000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7685235824363227860, 1, '48f2e9e59d12f668360ba5136498e2bd');
INSERT INTO public.fact VALUES (278, 32, 33, '2026-03-27', 735, 'fill', 12, 6900, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6108588211642432163, 1, 'ab7be5f88b38751d784ac6d6fc4afe55');
INSERT INTO public.fact VALUES (279, 32, 33, '2026-04-24', 825, 'fill', 12, 6800, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3757616721463164000, 1, '4ad0de192e75b01e881d6ca336f64352');
INSERT INTO public.fact VALUES (280, 32, 33, '2026-05-22', 900, 'fill', 12, 7100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5415046805932533892, 1, 'a00142a234483ee48d4c20ced048de16');
INSERT INTO public.fact VALUES (281, 32, 33, '2026-06-25', 735, 'fill', 12, 4300, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8937987459464652021, 1, '8a4a2d30ebb88ecb19e64c54a17167d3');
INSERT INTO public.fact VALUES (282, 32, 33, '2026-07-24', 705, 'fill', 12, 7000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'refilled under ultrasound', NULL, 3290550163188604206, 1, '13982ed12f040bf6f03bc79c35b7aa40');
INSERT INTO public.fact VALUES (283, 32, 33, '2026-08-21', 915, 'fill', 12, 7000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8421118837889336194, 1, '922124f052faa34c08f36e515879e946');
INSERT INTO public.fact VALUES (284, 32, 33, '2026-09-18', 900, 'fill', 12, 7000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1185487900953740870, 1, 'c2b01e4b7652a40834b1399d6e4eaa04');
INSERT INTO public.fact VALUES (285, 32, 33, '2026-10-16', 870, 'fill', 12, 7000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2884367240372735933, 1, 'e49bf72ca317a1050e01b688662993bf');
INSERT INTO public.fact VALUES (286, 32, 33, '2026-10-30', 630, 'fill', 12, 12200, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6285764393772182987, 1, '51d328a534eb94e869d247ba0fe6ab7b');
INSERT INTO public.fact VALUES (287, 33, 34, '2025-11-07', 855, 'fill', 5, 5200, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 150344861635124066, 1, '9f950a878f45ef5e71390bc12e88924b');
INSERT INTO public.fact VALUES (288, 33, 34, '2025-11-07', 870, 'dose', NULL, NULL, NULL, NULL, NULL, 3350000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8279386360538205232, 1, '7a9be80ef96ae97e2153b37284d444e7');
INSERT INTO public.fact VALUES (289, 33, 34, '2026-01-30', 645, 'fill', 5, 5800, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7376317006330059236, 1, 'd5f9665d26f4edd13f8ca87ab99d31b8');
INSERT INTO public.fact VALUES (290, 33, 34, '2026-04-24', 585, 'fill', 5, 6000, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8048926985977513479, 1, 'be7104be5aaec97259e81897ddf94812');
INSERT INTO public.fact VALUES (291, 33, 34, '2026-07-16', 645, 'fill', 5, 6300, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'refilled under ultrasound', NULL, 439841267047572201, 1, '4cfea9e6b4e90ca9bd7ae066e7a84ab7');
INSERT INTO public.fact VALUES (292, 33, 34, '2026-09-03', 855, 'fill', 5, 18200, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 180093656137330866, 1, '77b5a9d527934f6145fb7061a919f36a');
INSERT INTO public.fact VALUES (293, 33, 34, '2026-10-23', 585, 'fill', 5, 18700, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'refilled under ultrasound', NULL, 8362780372172656249, 1, '7f1e1f78669f039f9b7db27bf468e25d');
INSERT INTO public.fact VALUES (294, 34, 35, '2025-10-24', 675, 'fill', 13, 5800, 39500, 39500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4454131434603145777, 1, '877f536cf3e72813921bdb08a4e482f5');
INSERT INTO public.fact VALUES (295, 34, 35, '2025-10-24', 690, 'dose', NULL, NULL, NULL, NULL, NULL, 5300000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6530035830167887081, 1, 'b8b7116a852398c58f25cf6e6bfa8691');
INSERT INTO public.fact VALUES (296, 34, 35, '2026-01-16', 735, 'fill', 13, 15700, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1998335897303273214, 1, '843c430d10e2133dc1d37019193d0c22');
INSERT INTO public.fact VALUES (297, 34, 35, '2026-03-27', 555, 'dose', NULL, NULL, NULL, NULL, NULL, 5100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2000449456068765015, 1, '544b9d2d72fe010df91ebc7c54af148e');
INSERT INTO public.fact VALUES (298, 34, 35, '2026-04-10', 585, 'fill', 13, 16900, 39000, 39000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5728251521147477072, 1, 'a67cf7eebca504c571b384d311d2960b');
INSERT INTO public.fact VALUES (299, 34, 35, '2026-04-10', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 5900000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 796366189225475731, 1, 'de5e680ad0bc93fffd192d7bf77ecf74');
INSERT INTO public.fact VALUES (300, 34, 35, '2026-07-07', 585, 'fill', 13, 12300, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5636207829963429502, 1, '2ee17a1458e58b8d01c81918d820e9b5');
INSERT INTO public.fact VALUES (301, 34, 35, '2026-08-21', 840, 'fill', 13, 25800, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8103326652813058314, 1, '92f1f1a96ca0bb7f0e163b026f36caaa');
INSERT INTO public.fact VALUES (302, 34, 35, '2026-08-21', 855, 'dose', NULL, NULL, NULL, NULL, NULL, 6500000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5214577647259795045, 1, '639ecb79b7442fbdfc3c317103e3782c');
INSERT INTO public.fact VALUES (303, 34, 35, '2026-10-09', 585, 'fill', 13, 23200, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6046833228022072848, 1, '909251f7f1e6f98972587cbe52f920be');
INSERT INTO public.fact VALUES (304, 35, 36, '2026-08-28', 780, 'fill', 14, NULL, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3385719845482889611, 1, 'c96e6ad85053301a369843135d0c78bd');
INSERT INTO public.fact VALUES (305, 35, 36, '2026-08-28', 795, 'dose', NULL, NULL, NULL, NULL, NULL, 12500, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 612178153326968861, 1, 'e8cf539df1aa1f1d8486f753f2056970');
INSERT INTO public.fact VALUES (306, 35, 36, '2026-09-09', 645, 'fill', 14, 16400, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6634622180847741049, 1, '84242852fde00a1cb18b1682415e24f4');
INSERT INTO public.fact VALUES (307, 35, 36, '2026-10-21', 885, 'fill', 14, 13000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4155411131229162703, 1, '3f6abedec3f740d0f9122e93814582ba');
INSERT INTO public.fact VALUES (308, 36, 37, '2025-10-27', 885, 'fill', 15, NULL, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1542282471157354832, 1, 'd24a3d83ab6f1f9e10c9c59fa27c08f6');
INSERT INTO public.fact VALUES (309, 36, 37, '2025-10-27', 900, 'dose', NULL, NULL, NULL, NULL, NULL, 2700000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5551947582673862960, 1, '254d1dc89f6630e947231c9aec71588a');
INSERT INTO public.fact VALUES (310, 36, 37, '2025-11-05', 870, 'fill', 15, 16000, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1227865859808395565, 1, '40353d5fd244f797cf94f08dd3ca3875');
INSERT INTO public.fact VALUES (311, 36, 37, '2025-12-12', 525, 'fill', 15, 8200, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8468243623984855369, 1, '0157ce639175b8df90337b9a5bc98b96');
INSERT INTO public.fact VALUES (312, 36, 37, '2026-01-16', 915, 'fill', 15, 9400, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4624480249074018576, 1, 'd97841249840727de30b4530cfdfed1d');
INSERT INTO public.fact VALUES (313, 36, 37, '2026-02-23', 600, 'fill', 15, 7500, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2182178477517508765, 1, '5018b846de53e677f857fd90296bf4a6');
INSERT INTO public.fact VALUES (314, 36, 37, '2026-03-27', 765, 'fill', 15, 9900, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7306647974925150211, 1, '705ea35f77646c007a2c3369e1eebb4a');
INSERT INTO public.fact VALUES (315, 36, 37, '2026-04-30', 525, 'fill', 15, 9700, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7717943223899229587, 1, '7e092127bb91e35cf93488e04fa544c8');
INSERT INTO public.fact VALUES (316, 36, 37, '2026-06-05', 810, 'fill', 15, 8800, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2432450746367326711, 1, '157c2b2834fdeed54100f36cc4fb87d8');
INSERT INTO public.fact VALUES (317, 36, 37, '2026-07-14', 570, 'fill', 15, 8500, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6801777547182126930, 1, 'f30c39167be80afa4a291306fdefcfb9');
INSERT INTO public.fact VALUES (318, 36, 37, '2026-08-18', 555, 'fill', 15, 9200, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3554181040540339262, 1, '1b5e0788eb5848f9f774925da290958b');
INSERT INTO public.fact VALUES (319, 36, 37, '2026-09-21', 735, 'fill', 15, 9100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9205395187960342158, 1, 'e4121456cc74ee741c962b99e8b8f4e1');
INSERT INTO public.fact VALUES (320, 36, 37, '2026-10-29', 810, 'fill', 15, 7600, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8053073194677080088, 1, '3f1bff49b4a87dd51fbd68836dde877b');
INSERT INTO public.fact VALUES (321, 36, 37, '2026-10-29', 825, 'dose', NULL, NULL, NULL, NULL, NULL, 3000000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7361923461193312421, 1, '4249a5adf134e89e1afac7ed2afd444b');
INSERT INTO public.fact VALUES (322, 37, 38, '2025-11-11', 840, 'fill', 16, 4100, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4490988319284022303, 1, 'bbfee3d71d2ab0b5afa34b9f2c0df894');
INSERT INTO public.fact VALUES (323, 37, 38, '2025-11-11', 855, 'dose', NULL, NULL, NULL, NULL, NULL, 4900000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1364142695266403670, 1, 'b7feece594cf60237da0bb3c898b3481');
INSERT INTO public.fact VALUES (324, 37, 38, '2026-02-06', 630, 'fill', 16, 6500, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3308331007586723732, 1, '49676d5ec44d3f80bfb72600e7174f3e');
INSERT INTO public.fact VALUES (325, 37, 38, '2026-05-01', 600, 'fill', 16, 7200, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9075216134529923540, 1, 'e07cedf6581750a3d57de4309f21b21d');
INSERT INTO public.fact VALUES (326, 37, 38, '2026-07-24', 675, 'fill', 16, 7100, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6384841049759375858, 1, '2c7d40084ba6d8bd510053498fbd883c');
INSERT INTO public.fact VALUES (327, 37, 38, '2026-09-11', 915, 'fill', 16, 20000, 35000, 35000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'refilled under ultrasound', NULL, 5328372073163628749, 1, '6d7dafada8d472c97f5d1719b07cad6d');
INSERT INTO public.fact VALUES (328, 37, 38, '2026-11-02', 510, 'fill', 16, 17700, 36000, 36000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5962383289476037527, 1, 'd7334b6a181c6c3fbe9af924e6265cad');
INSERT INTO public.fact VALUES (329, 38, 39, '2025-11-12', 645, 'fill', 1, 4000, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8880932868335924332, 1, '69d4f88bfa0a562f276f33dee17b9e79');
INSERT INTO public.fact VALUES (330, 38, 39, '2025-11-12', 660, 'dose', NULL, NULL, NULL, NULL, NULL, 85000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2232502224405791089, 1, '1a70c97d2f4272111ad8f30677af5c61');
INSERT INTO public.fact VALUES (331, 38, 39, '2026-01-28', 645, 'fill', 1, 5600, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8902771284262225358, 1, '20e48aaa8995cdf2adb7461d0dc880d4');
INSERT INTO public.fact VALUES (332, 38, 39, '2026-04-13', 660, 'fill', 1, 5100, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6930605747783258912, 1, '2667d3486d3aed551480b096a680d39c');
INSERT INTO public.fact VALUES (333, 38, 39, '2026-04-13', 675, 'dose', NULL, NULL, NULL, NULL, NULL, 95000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 785014245473066562, 1, '2c55be6d698c4cf8ee1f6324b57ca301');
INSERT INTO public.fact VALUES (334, 38, 39, '2026-06-17', 585, 'fill', 1, 6100, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5159677353562188235, 1, '8e62ac8c023ca164c7bebd1c3c6b9df6');
INSERT INTO public.fact VALUES (335, 38, 39, '2026-08-17', 855, 'fill', 1, 6100, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4855667253648698847, 1, '542ed26fa64099447f1dd1196c45d114');
INSERT INTO public.fact VALUES (336, 38, 39, '2026-08-17', 870, 'dose', NULL, NULL, NULL, NULL, NULL, 110000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5301591469638389261, 1, '53c0db07f368a6967d5574ff8d1c56c1');
INSERT INTO public.fact VALUES (337, 38, 39, '2026-10-23', 810, 'fill', 1, 3500, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2115413849986928133, 1, '871b37dd8abf6e0f4229f2fb9effdf8e');
INSERT INTO public.fact VALUES (338, 39, 40, '2025-10-27', 855, 'fill', 17, 3000, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1128980816950398679, 1, 'e05f21bd6a91918c7c70aaf323137db3');
INSERT INTO public.fact VALUES (339, 39, 40, '2025-10-27', 870, 'dose', NULL, NULL, NULL, NULL, NULL, 220000, NULL, 10000, 4, 180, NULL, NULL, '', NULL, 4013235381932145001, 1, '9220752b4c68906c93e7a7771b27de72');
INSERT INTO public.fact VALUES (340, 39, 40, '2025-12-19', 600, 'fill', 17, 6500, 18500, 18500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1174811882389127594, 1, '8c4051e1864981ad21f6e2642acd8014');
INSERT INTO public.fact VALUES (341, 39, 40, '2026-02-06', 855, 'fill', 17, 6800, 19000, 19000, 56, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1070374620737896795, 1, 'e977aae551bbba5e2dcc4769116c3708');
INSERT INTO public.fact VALUES (342, 39, 40, '2026-03-30', 555, 'fill', 17, 6400, 18500, 18500, 60, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3882444530926635699, 1, 'f2c922a5e708530e028a3a93df8eefd6');
INSERT INTO public.fact VALUES (343, 39, 40, '2026-05-22', 885, 'fill', 17, 5900, 18500, 18500, 61, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5727585512961122225, 1, '9e85978c6f314c67ca6d53a34c7f650c');
INSERT INTO public.fact VALUES (344, 39, 40, '2026-07-14', 720, 'fill', 17, 6300, 18500, 18500, 61, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7046902024232194654, 1, '01ef304f3c71c1a51e7060ede9c8448a');
INSERT INTO public.fact VALUES (345, 39, 40, '2026-09-04', 570, 'fill', 17, 6800, 19000, 19000, 60, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6876903058840807897, 1, 'ffb8132fa4423d3e0d3f67b28c2d9b4a');
INSERT INTO public.fact VALUES (346, 39, 40, '2026-10-07', 645, 'fill', 17, 11100, 19000, 19000, 38, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6327615830500507638, 1, '99cf334122ef2d7f21ce1e410d9608b8');
INSERT INTO public.fact VALUES (347, 39, 40, '2026-11-10', 645, 'fill', 17, 10900, 19000, 19000, 39, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6279265793374179088, 1, '85456489dddd539877a585c2d81a5129');
INSERT INTO public.fact VALUES (348, 40, 41, '2026-03-25', 630, 'fill', 1, NULL, 19000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3980288641776610424, 1, '49d28ee57684ac9cb97c1a318e503509');
INSERT INTO public.fact VALUES (349, 40, 41, '2026-03-25', 645, 'dose', NULL, NULL, NULL, NULL, NULL, 80000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6833164009229018431, 1, '3352be7b5ddf5dffd12e92b6fade47b2');
INSERT INTO public.fact VALUES (350, 40, 41, '2026-06-11', 570, 'fill', 1, 7100, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5323038001470242759, 1, 'de6717462142eebc2fce51ac62a4c2d2');
INSERT INTO public.fact VALUES (351, 40, 41, '2026-09-03', 675, 'fill', 1, 7200, 19500, 19500, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 302070330328241982, 1, '62ce330f50e559f064c29b35cd787444');
INSERT INTO public.fact VALUES (352, 40, 41, '2026-09-03', 690, 'dose', NULL, NULL, NULL, NULL, NULL, 105000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9196213938852381733, 1, '1a2f9c086f0165c1908d9ab2a7d17c62');
INSERT INTO public.fact VALUES (353, 40, 41, '2026-10-29', 675, 'fill', 1, 8300, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3180606815766434255, 1, 'c632f4e0f23ff8c733bdd8b5e29a5189');
INSERT INTO public.fact VALUES (354, 40, 41, '2026-10-29', 690, 'dose', NULL, NULL, NULL, NULL, NULL, 120000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7631262941425504371, 1, '87219c02c59acf7274573399b1f1a655');


--
-- Data for Name: flex; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.flex VALUES (1, '00:00 21 mcg/h; 07:00 25 mcg/h; 19:00 23 mcg/h', '963ec97e60dfc9b46ed9dd705fe9b6f0');


--
-- Data for Name: flex_step; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.flex_step VALUES (1, 0, 504000, 'fa308834c8e8220e01f1e2a5a24c4925');
INSERT INTO public.flex_step VALUES (1, 420, 600000, 'a9bf861369e4e5e4d3584a0b8b716b64');
INSERT INTO public.flex_step VALUES (1, 1140, 552000, '51d8e82e804b8f97ad03ee72df2ec1aa');


--
-- Data for Name: leg; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: mixture; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.mixture VALUES (1, 'baclofen 500 mcg/mL', '8f076e25bb6ba2a77099226fb2d864ea');
INSERT INTO public.mixture VALUES (2, 'baclofen 2 mg/mL', 'b6503000475dd41be2412ed73e89b11e');
INSERT INTO public.mixture VALUES (3, 'morphine 20 mg/mL + bupivacaine 10 mg/mL', 'd7ced491a890fc7ca580665f340bb1d0');
INSERT INTO public.mixture VALUES (4, 'baclofen 1 mg/mL', '387bde120bf7148f96f2660f23b4b3cf');
INSERT INTO public.mixture VALUES (5, 'hydromorphone 10 mg/mL', '1fb161917345c1e39a62662c670f8851');
INSERT INTO public.mixture VALUES (6, 'morphine 20 mg/mL', '4cd4167008ee2c888edaa776c9242ebb');
INSERT INTO public.mixture VALUES (7, 'ziconotide 25 mcg/mL', '33407c83d9736d5f7aa924c781633d4b');
INSERT INTO public.mixture VALUES (8, 'morphine 10 mg/mL', 'd5d511c10d5a0cc582cf597682c5d3d0');
INSERT INTO public.mixture VALUES (9, 'hydromorphone 5 mg/mL + bupivacaine 15 mg/mL', '291c7afcdc86993a763dfb571e9fc013');
INSERT INTO public.mixture VALUES (10, 'sufentanil 100 mcg/mL + bupivacaine 20 mg/mL', '9b48738e711aeb91c8f3cef07b459ccf');
INSERT INTO public.mixture VALUES (11, 'clonidine 500 mcg/mL + bupivacaine 10 mg/mL', '83614cb5925a2504647ff86b2f9fa2ab');
INSERT INTO public.mixture VALUES (12, 'fentanyl 2 mg/mL', 'ad2d4ac6fd83fece6785efbd55977558');
INSERT INTO public.mixture VALUES (13, 'bupivacaine 20 mg/mL', '11c3af1ee8591a6cb93c39a805b14e85');
INSERT INTO public.mixture VALUES (14, 'ziconotide 100 mcg/mL', '35f2367f60bd59c1711ce57d92e55cd8');
INSERT INTO public.mixture VALUES (15, 'morphine 10 mg/mL + ziconotide 5 mcg/mL', 'f8e700ad4d8d681addf23c9af51200c2');
INSERT INTO public.mixture VALUES (16, 'morphine 15 mg/mL + clonidine 300 mcg/mL', '19330b28dfeb348cff21cdaa878fb937');
INSERT INTO public.mixture VALUES (17, 'fentanyl 1 mg/mL + bupivacaine 20 mg/mL + clonidine 150 mcg/mL', '5dbff520b09e87ee12041b9e9dd180e5');


--
-- Data for Name: mixture_drug; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.mixture_drug VALUES (1, 1, 'baclofen', 500000, '06d6df0b4d0bae505c7d51a369f527c7');
INSERT INTO public.mixture_drug VALUES (2, 1, 'baclofen', 2000000, '4cbba5a73db4d74364dcee5f4b092385');
INSERT INTO public.mixture_drug VALUES (3, 1, 'morphine', 20000000, '9663ca511126ec157550a42c5641ef4f');
INSERT INTO public.mixture_drug VALUES (3, 2, 'bupivacaine', 10000000, '4cce98a10cfca3f20079a8bb35f63833');
INSERT INTO public.mixture_drug VALUES (4, 1, 'baclofen', 1000000, 'e9905546dbae0965ad8a59b87e479d33');
INSERT INTO public.mixture_drug VALUES (5, 1, 'hydromorphone', 10000000, '9ec82cb0db047a07d4c61fb559681f33');
INSERT INTO public.mixture_drug VALUES (6, 1, 'morphine', 20000000, '55723eed028e1d6dac0b1f95eaa202d4');
INSERT INTO public.mixture_drug VALUES (7, 1, 'ziconotide', 25000, '42c5bf57a683238d9a64632a704df6d6');
INSERT INTO public.mixture_drug VALUES (8, 1, 'morphine', 10000000, '9d7c1c13e232a75ba5221a295e1b6a2e');
INSERT INTO public.mixture_drug VALUES (9, 1, 'hydromorphone', 5000000, 'd7730a1b5f0f6aadbc3e21689d7c1baf');
INSERT INTO public.mixture_drug VALUES (9, 2, 'bupivacaine', 15000000, '7a69fb1c37b70df69f3aa123146697fc');
INSERT INTO public.mixture_drug VALUES (10, 1, 'sufentanil', 100000, 'ffccc94089869142a0f91fa2e11443f9');
INSERT INTO public.mixture_drug VALUES (10, 2, 'bupivacaine', 20000000, '2844f837a95b546c3bac02ecb832203e');
INSERT INTO public.mixture_drug VALUES (11, 1, 'clonidine', 500000, 'bc4d0bb7952aa763df6d52440f3e0073');
INSERT INTO public.mixture_drug VALUES (11, 2, 'bupivacaine', 10000000, '40d3ebb3a882d40e6648777f55dce655');
INSERT INTO public.mixture_drug VALUES (12, 1, 'fentanyl', 2000000, 'd4ae5efd348ea4fabdd4760c1e9635ec');
INSERT INTO public.mixture_drug VALUES (13, 1, 'bupivacaine', 20000000, '8070284a1bbd7f5c814bd9b6b65251b5');
INSERT INTO public.mixture_drug VALUES (14, 1, 'ziconotide', 100000, '43c8d26bbf059639b32638b4a4e544f5');
INSERT INTO public.mixture_drug VALUES (15, 1, 'morphine', 10000000, 'd45f2937c7c9ec93c786d2b9d7518029');
INSERT INTO public.mixture_drug VALUES (15, 2, 'ziconotide', 5000, 'c4dc533aa2d4deb834b283297c631852');
INSERT INTO public.mixture_drug VALUES (16, 1, 'morphine', 15000000, 'bcf8fd03615eeca7bc5bae13f272266f');
INSERT INTO public.mixture_drug VALUES (16, 2, 'clonidine', 300000, '7db89ab882dee99e8ed7b404d79d8a9a');
INSERT INTO public.mixture_drug VALUES (17, 1, 'fentanyl', 1000000, 'a27f203febbfc0dfab13fcff32d8aca6');
INSERT INTO public.mixture_drug VALUES (17, 2, 'bupivacaine', 20000000, '777745d96a69342c36636545f3745477');
INSERT INTO public.mixture_drug VALUES (17, 3, 'clonidine', 150000, '05774c9ebf881f96985942ff5fc9cf35');


--
-- Data for Name: nurse; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.nurse VALUES (1, 'N1', 'Lindgren, Ada', 44961204000, -93268913000, '', 'Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS', 8, '3292b9b37324fa72159b75627bfab381');
INSERT INTO public.nurse VALUES (2, 'N2', 'Baptiste, Noel', 44978641000, -93270237000, '', 'Mon-Fri 08:00-16:00 clinic:MPLS', 12, '30f44ee18cc21088c56678eae2bf4a5f');
INSERT INTO public.nurse VALUES (3, 'N3', 'Sandoval, Pilar', 44948713000, -93096421000, 'SM2;SM3', 'Mon-Wed 08:00-16:00 clinic:STP; Thu 08:30-16:30 home; Fri 08:30-14:30 home', 10, '59f59afe40682bb69fad207c53e589d2');
INSERT INTO public.nurse VALUES (4, 'N4', 'Yang, Mai See', 45021358000, -93163742000, 'PROMETRA2;SM2;SM3', 'Mon-Fri 08:30-17:00 home', 7, 'b07f2ed5f0b65095a4f52957121771ec');


--
-- Data for Name: outlook; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.outlook VALUES (1, '2026-11-22', '2026-10-17', '2032-04-11', 'running', '2026-10-16', '2026-11-16', '2026-12-05', 'reservoir', '2026-12-12', '2026-12-12', '2026-12-19', '2027-04-14', 214495, 12, 280, 1, 201600000, 'baclofen 500 mcg/mL', 2000, 1, '', 11, 2, '88abf831df901447210bcbacd67fa013');
INSERT INTO public.outlook VALUES (2, '2026-11-22', '2026-09-24', NULL, 'running', '2026-09-23', '2026-10-23', '2026-11-18', 'reservoir', '2026-11-25', '2026-11-25', '2026-12-03', '2027-03-22', 440425, 24, 260, 1, 748800000, 'baclofen 2 mg/mL', 2000, 1, '', 23, 2, '4eb92fed1cd643f5bcd536d9f839f854');
INSERT INTO public.outlook VALUES (3, '2026-11-22', '2026-09-24', '2027-08-14', 'running', '2026-09-23', '2026-10-23', '2026-11-12', 'reservoir', '2026-11-19', '2026-11-19', '2026-11-25', '2026-12-22', 150675, 8, 300, 1, 8640000000, 'morphine 20 mg/mL + bupivacaine 10 mg/mL', 2000, 3, '', 34, 2, '870bc5bbd4b2e334c425338f97ac8d79');
INSERT INTO public.outlook VALUES (4, '2026-11-22', '2026-09-17', '2028-08-30', 'running', '2026-09-16', '2026-10-16', '2026-11-04', 'reservoir', '2026-11-11', '2026-11-11', '2026-11-17', '2027-03-15', 59510, 3, 320, 1, 460800000, 'baclofen 1 mg/mL', 2000, 1, '', 43, 2, '7a263b3edf88449e0972fb43f2dc5a76');
INSERT INTO public.outlook VALUES (5, '2026-11-22', '2026-11-21', NULL, 'stopped', '2026-09-21', '2026-10-21', '2026-12-21', 'calendar', NULL, NULL, NULL, '2027-01-19', 886605, 32, 0, 1, 2952000000, 'hydromorphone 10 mg/mL', 2000, 3, '', 50, 2, '112136a96ee0f1c55c594a97276ef107');
INSERT INTO public.outlook VALUES (6, '2026-11-22', '2026-11-22', '2033-11-13', 'unfilled', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', 2000, 9, '', 0, 2, 'a45d058876229f417f50d754c1a9fa35');
INSERT INTO public.outlook VALUES (7, '2026-11-22', '2026-11-20', '2033-11-19', 'unprogrammed', '2026-11-19', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'baclofen 500 mcg/mL', 2000, 1, '', 51, 2, '7c291c26ce0bfc89639aa60cf2fb3c91');
INSERT INTO public.outlook VALUES (8, '2026-11-22', '2026-10-02', NULL, 'retired', '2026-09-18', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 12816000000, 'morphine 20 mg/mL', 2000, 3, '', 69, 2, 'eea1c2627f52f28244a04856d633879d');
INSERT INTO public.outlook VALUES (9, '2026-11-22', '2026-10-09', NULL, 'retired', '2026-08-06', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1108800000, 'baclofen 2 mg/mL', 2000, 1, '', 77, 2, '66fd062f8effb76ba86264b033fbd72c');
INSERT INTO public.outlook VALUES (10, '2026-11-22', '2026-04-17', NULL, 'retired', '2026-02-18', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 604800000, 'baclofen 2 mg/mL', 2000, 1, '', 81, 2, '948f6ebe852bc25c9e277c3eed66cd2f');
INSERT INTO public.outlook VALUES (11, '2026-11-22', '2026-09-16', NULL, 'running', '2026-09-15', '2026-10-15', '2026-12-15', 'calendar', '2027-02-17', '2027-02-17', '2027-02-25', '2027-03-14', 318775, 8, 245, 1, 705600000, 'baclofen 2 mg/mL', 2000, 1, '', 85, 2, '0f3b1db9edd623d7c5f273a346c5c74b');
INSERT INTO public.outlook VALUES (12, '2026-11-22', '2026-10-17', NULL, 'running', '2026-10-16', '2026-11-16', '2026-12-08', 'reservoir', '2026-12-15', '2026-12-15', '2026-12-22', '2027-01-14', 39625, 2, 300, 1, 8640000000, 'morphine 20 mg/mL', 2000, 3, 'residual-differs', 94, 2, '3211652b8cc98589b35fa6a06d5740c9');
INSERT INTO public.outlook VALUES (13, '2026-11-22', '2026-10-24', '2026-12-06', 'running', '2026-10-23', '2026-11-23', '2026-12-22', 'reservoir', '2026-12-29', '2026-12-29', '2027-01-06', '2027-04-21', 18375, 1, 240, 1, 172800000, 'baclofen 500 mcg/mL', 2000, 1, '', 106, 2, '40827e975cbae3ddb3c1a99196e2fbf1');
INSERT INTO public.outlook VALUES (14, '2026-11-22', '2026-10-31', '2026-12-01', 'running', '2026-10-30', '2026-11-30', '2026-12-30', 'reservoir', '2027-01-06', '2027-01-06', '2027-01-14', '2027-04-28', 302125, 16, 250, 1, 720000000, 'baclofen 2 mg/mL', 2000, 1, '', 117, 2, '2af27900eefeb437131d6e7c2e15c899');
INSERT INTO public.outlook VALUES (15, '2026-11-22', '2026-10-16', NULL, 'running', '2026-10-15', '2026-11-15', '2026-12-07', 'reservoir', '2026-12-14', '2026-12-14', '2026-12-21', '2027-02-12', 39625, 2, 300, 1, 4320000000, 'hydromorphone 10 mg/mL', 2000, 3, '', 129, 2, '916d04161ef6f03490bd9ed2186f1fd4');
INSERT INTO public.outlook VALUES (16, '2026-11-22', '2026-09-12', '2032-04-17', 'running', '2026-09-11', '2026-10-11', '2026-12-10', 'stability', '2027-01-18', '2027-01-18', '2027-01-24', '2026-12-10', 3822235, 96, 295, 1, 8496000000, 'morphine 20 mg/mL', 2000, 3, '', 137, 2, '49b78041923e8f809a492938a41274f0');
INSERT INTO public.outlook VALUES (17, '2026-11-22', '2026-11-19', '2033-11-18', 'running', '2026-11-18', '2026-12-02', '2026-12-02', 'stability', '2027-05-04', '2027-05-04', '2027-05-25', '2026-12-02', 17957, 1, 96, 1, 3456000, 'ziconotide 25 mcg/mL', 2000, 5, '', 139, 2, '2c3611ae9a393db26a707680ed15b524');
INSERT INTO public.outlook VALUES (18, '2026-11-22', '2026-10-20', NULL, 'running', '2026-10-19', '2026-11-19', '2026-12-18', 'reservoir', '2026-12-25', '2026-12-25', '2027-01-10', '2027-04-17', 39725, 2, 240, 1, 691200000, 'baclofen 2 mg/mL', 4000, 1, '', 147, 2, '682d18fc62459a8fee6b6e1d135caf94');
INSERT INTO public.outlook VALUES (19, '2026-11-22', '2026-07-21', '2028-05-11', 'running', '2026-07-20', '2026-08-20', '2027-01-16', 'stability', '2027-02-05', '2027-02-05', '2027-02-27', '2027-01-16', 319355, 16, 90, 1, 259200000, 'baclofen 2 mg/mL', 2000, 1, '', 152, 2, '9f510b5bce6a9295553a4c5da0052491');
INSERT INTO public.outlook VALUES (20, '2026-11-22', '2026-09-16', '2030-01-23', 'running', '2026-09-15', '2026-10-15', '2026-12-14', 'stability', '2026-12-29', '2026-12-29', '2027-01-04', '2026-12-14', 1115695, 32, 315, 1, 9072000000, 'morphine 20 mg/mL + bupivacaine 10 mg/mL', 2000, 3, '', 161, 2, '52763d26e021588f350d4023c89b3aba');
INSERT INTO public.outlook VALUES (21, '2026-11-22', '2026-10-06', NULL, 'running', '2026-10-05', '2026-11-05', '2026-12-09', 'reservoir', '2026-12-16', '2026-12-16', '2026-12-24', '2027-04-03', 158875, 8, 250, 1, 360000000, 'baclofen 1 mg/mL', 2000, 1, '', 171, 2, 'a1426e97bb8392f9ff1534fb2d9d6a9b');
INSERT INTO public.outlook VALUES (22, '2026-11-22', '2026-10-27', '2028-10-22', 'running', '2026-10-26', '2026-11-26', '2026-12-19', 'reservoir', '2026-12-26', '2026-12-26', '2027-01-03', '2027-04-24', 71415, 4, 260, 1, 187200000, 'baclofen 500 mcg/mL', 2000, 1, 'fill-mismatch', 182, 2, 'c55087887099aa95536c1abf5596262e');
INSERT INTO public.outlook VALUES (23, '2026-11-22', '2026-09-26', '2032-04-25', 'running', '2026-09-25', '2026-10-25', '2026-12-24', 'stability', '2027-02-01', '2027-02-01', '2027-02-08', '2026-12-24', 605945, 16, 280, 1, 4032000000, 'morphine 10 mg/mL', 2000, 3, '', 190, 2, '01c7c1bac6a90d3b4c70528f0501a362');
INSERT INTO public.outlook VALUES (24, '2026-11-22', '2026-10-07', NULL, 'running', '2026-10-06', '2026-11-06', '2027-01-06', 'calendar', '2027-01-24', '2027-01-24', '2027-02-03', '2027-04-04', 287075, 8, 300, 1, 864000000, 'baclofen 2 mg/mL', 3000, 1, '', 199, 2, 'ec7dcfc5accc29dd13c23d7e8c182876');
INSERT INTO public.outlook VALUES (25, '2026-11-22', '2026-10-27', NULL, 'running', '2026-10-26', '2026-11-26', '2026-12-28', 'reservoir', '2027-01-04', '2027-01-04', '2027-01-09', '2027-01-24', 89375, 3, 400, 1, NULL, 'morphine 10 mg/mL', 2000, 3, 'residual-differs', 206, 2, '1fba50d35d8a77b280c0b05ca23336df');
INSERT INTO public.outlook VALUES (26, '2026-11-22', '2026-10-10', '2032-02-28', 'running', '2026-10-09', '2026-11-09', '2027-01-09', 'calendar', '2027-02-04', '2027-02-04', '2027-02-11', '2027-04-07', 279115, 8, 281, 1, 809280000, 'baclofen 2 mg/mL', 2000, 1, '', 213, 2, '63ccba019751a5915dd064be482bb7bf');
INSERT INTO public.outlook VALUES (27, '2026-11-22', '2026-09-05', NULL, 'running', '2026-09-04', '2026-10-04', '2026-12-03', 'stability', '2026-12-23', '2027-01-14', '2026-12-30', '2026-12-03', 557875, 16, 250, 1, 7200000000, 'morphine 20 mg/mL', 2000, 3, '', 219, 2, '8c45266dc6920e5dd2144ad092a02c1c');
INSERT INTO public.outlook VALUES (28, '2026-11-22', '2026-09-12', '2031-10-28', 'running', '2026-09-11', '2026-10-11', '2026-12-11', 'calendar', '2026-12-30', '2026-12-30', '2027-01-05', '2027-03-10', 573055, 16, 310, 1, 446400000, 'baclofen 1 mg/mL', 2000, 1, 'residual-differs', 227, 2, '42c1ffce760f9e5f8ae5d8ea4b139908');
INSERT INTO public.outlook VALUES (29, '2026-11-22', '2026-10-03', '2032-05-21', 'running', '2026-10-02', '2026-11-02', '2027-01-02', 'calendar', '2027-03-01', '2027-03-01', '2027-03-09', '2027-03-31', 1211685, 32, 240, 1, 691200000, 'baclofen 2 mg/mL', 2000, 1, '', 235, 2, '93fd200120b9b19aebf8ea9632c99c79');
INSERT INTO public.outlook VALUES (30, '2026-11-22', '2026-09-25', NULL, 'running', '2026-09-24', '2026-10-24', '2026-12-23', 'stability', '2027-02-27', '2027-02-27', '2027-03-08', '2026-12-23', 151425, 4, 230, 1, 1656000000, 'hydromorphone 5 mg/mL + bupivacaine 15 mg/mL', 2000, 3, '', 245, 2, '3657a419adbdfe2ea66391d3c27ef3b8');
INSERT INTO public.outlook VALUES (31, '2026-11-22', '2026-11-07', NULL, 'running', '2026-11-06', '2026-12-06', '2026-12-19', 'reservoir', '2026-12-26', '2027-01-07', '2027-01-05', '2027-02-04', 441125, 24, 250, 1, 36000000, 'sufentanil 100 mcg/mL + bupivacaine 20 mg/mL', 3000, 3, '', 260, 2, '5608bab2d70c36a954207592b3acc147');
INSERT INTO public.outlook VALUES (32, '2026-11-22', '2026-11-03', '2030-07-13', 'running', '2026-11-02', '2026-12-02', '2027-01-01', 'reservoir', '2027-01-08', '2027-01-08', '2027-01-16', '2027-01-31', 17850, 1, 240, 1, 172800000, 'clonidine 500 mcg/mL + bupivacaine 10 mg/mL', 2000, 2, '', 270, 2, 'd25052ce22562728af900c0c4f44b7f2');
INSERT INTO public.outlook VALUES (33, '2026-11-22', '2026-10-31', NULL, 'running', '2026-10-30', '2026-11-30', '2026-12-04', 'reservoir', '2026-12-11', '2026-12-11', '2026-12-16', NULL, 71145, 4, 380, 1, 1094400000, 'fentanyl 2 mg/mL', 2000, 3, '', 286, 2, '23e0f94328926ce5e33234674f2be466');
INSERT INTO public.outlook VALUES (34, '2026-11-22', '2026-10-24', '2029-04-29', 'running', '2026-10-23', '2026-11-23', '2027-01-19', 'reservoir', '2027-01-29', '2027-01-29', '2027-02-04', '2027-02-20', 1113635, 32, 335, 1, 4824000000, 'hydromorphone 10 mg/mL', 2000, 3, '', 293, 2, '1985d7b5a90d7a175c38bcd8d5043d96');
INSERT INTO public.outlook VALUES (35, '2026-11-22', '2026-10-10', '2029-09-02', 'running', '2026-10-09', '2026-11-09', '2027-01-07', 'stability', '2027-02-03', '2027-02-03', '2027-02-09', '2027-01-07', 1273825, 32, 325, 1, 9360000000, 'bupivacaine 20 mg/mL', 2000, 4, '', 303, 2, '5f20ecbbda32a3ab3a9324ea6a57ec90');
INSERT INTO public.outlook VALUES (36, '2026-11-22', '2026-10-22', NULL, 'running', '2026-10-21', '2026-11-21', '2027-01-13', 'stability', '2027-02-26', '2027-02-26', '2027-03-14', '2027-01-13', 1723375, 96, 125, 1, 18000000, 'ziconotide 100 mcg/mL', 2000, 5, '', 307, 2, '65cf908f3691e95fa59a156033c35810');
INSERT INTO public.outlook VALUES (37, '2026-11-22', '2026-10-30', '2032-10-27', 'running', '2026-10-29', '2026-11-29', '2026-12-08', 'stability', '2026-12-25', '2026-12-25', '2026-12-31', '2026-12-08', 301905, 16, 300, 1, 4320000000, 'morphine 10 mg/mL + ziconotide 5 mcg/mL', 2000, 3, '', 321, 2, '32aab677f89b7dd5dcf646a2bc42f865');
INSERT INTO public.outlook VALUES (38, '2026-11-22', '2026-11-03', '2032-08-22', 'running', '2026-11-02', '2026-12-02', '2027-01-31', 'stability', '2027-02-14', '2027-02-14', '2027-02-20', '2027-01-31', 1288405, 36, 980, 3, 7056000000, 'morphine 15 mg/mL + clonidine 300 mcg/mL', 2000, 2, '', 328, 2, '3c716958690f67e7221bea3682e022d5');
INSERT INTO public.outlook VALUES (39, '2026-11-22', '2026-10-24', NULL, 'running', '2026-10-23', '2026-11-23', '2026-12-06', 'service', '2027-01-06', '2027-01-06', '2027-01-15', '2027-04-21', 73615, 4, 220, 1, 158400000, 'baclofen 500 mcg/mL', 2000, 1, 'exchange-due', 337, 2, '84633c4bf5fbff019d0dccd3f7b8994b');
INSERT INTO public.outlook VALUES (40, '2026-11-22', '2026-11-11', '2030-09-29', 'running', '2026-11-10', '2026-12-10', '2027-01-07', 'reservoir', '2027-01-14', '2027-01-26', '2027-01-22', '2027-02-08', 453085, 24, 220, 1, 316800000, 'fentanyl 1 mg/mL + bupivacaine 20 mg/mL + clonidine 150 mcg/mL', 2000, 2, '', 347, 2, '288df329a6e441c94ccbc07e83a0b2c0');
INSERT INTO public.outlook VALUES (41, '2026-11-22', '2026-10-30', '2033-03-25', 'running', '2026-10-29', '2026-11-29', '2027-01-05', 'reservoir', '2027-01-12', '2027-01-12', '2027-01-20', '2027-04-27', 317965, 16, 240, 1, 172800000, 'baclofen 500 mcg/mL', 2000, 1, '', 354, 2, '24d3d414fe5f0102eb79aa055fe37f1d');


--
-- Data for Name: patient; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.patient VALUES (1, '0001', 'Rivera, Ana', 'rivera, ana', '1979-08-26', '612-555-0137', '4432 Tamarack St, Eagan', '55122', 44811901000, -93168788000, 'home', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '40b7b4a77621e8fde035cf5491b02fd0');
INSERT INTO public.patient VALUES (2, '0002', 'Rivera, Anselmo', 'rivera, anselmo', '1999-11-08', '612-555-0174', '7422 Loon Call Dr, Coon Rapids', '55433', 45109152000, -93292621000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '15e75ad4258f08d045948770b3e36984');
INSERT INTO public.patient VALUES (3, '0003', 'Redcloud, Darius', 'redcloud, darius', '1939-05-15', '612-555-0111', '8604 Old Sawmill Rd, White Bear Lake', '55110', 45097219000, -93014571000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N2', '', 'c11424f13af1900c807e8f0bec06af97');
INSERT INTO public.patient VALUES (4, '0004', 'Khan, Ewa', 'khan, ewa', '2015-05-27', '612-555-0148', '6723 Cattail Ln, Cottage Grove', '55016', 44824318000, -92952103000, 'clinic', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '56a5c90b862b95398e96e1c5f1cca942');
INSERT INTO public.patient VALUES (5, '0005', 'Sharma, Farah', 'sharma, farah', '1965-03-30', '612-555-0185', '7360 Sumac St S, Eagan', '55122', 44803743000, -93174281000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N2', 'Hard of hearing, prefers text', '61ade6e840ddd73e03959d58f428cea0');
INSERT INTO public.patient VALUES (6, '0006', 'Owusu, Goran', 'owusu, goran', '1986-08-22', '612-555-0122', '6527 Kettle Pond Ln, Bloomington', '55420', 44843829000, -93286557000, 'either', 'spinal cord injury', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', '', 'b556fec248af0ddc7c6ec0d935b923eb');
INSERT INTO public.patient VALUES (7, '0007', 'Gallagher, Hawa', 'gallagher, hawa', '1982-08-31', '612-555-0159', '6954 Juneberry Ave, Cottage Grove', '55016', 44811133000, -92943466000, 'clinic', 'multiple sclerosis', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', '', '1854fa834e45016990269dcd384cd639');
INSERT INTO public.patient VALUES (8, '0008', 'Weaver, Ivan', 'weaver, ivan', '1937-05-27', '612-555-0196', '3013 Fiddlehead Ct, Edina', '55424', 44875642000, -93360292000, 'clinic', 'failed back surgery', NULL, NULL, NULL, NULL, 45, '', 1, 'N3', '[call first] daughter drives', '0c1128fa415def7951615724efa321f2');
INSERT INTO public.patient VALUES (9, '0009', 'Solberg, Jamila', 'solberg, jamila', '1994-10-24', '612-555-0133', '2840 Birchbark Dr, Minneapolis', '55407', 44953565000, -93252323000, 'clinic', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'c9ad47e1839cbca793a0b45500ed45fc');
INSERT INTO public.patient VALUES (10, '0010', 'Hayes, Kofi', 'hayes, kofi', '2015-03-26', '612-555-0170', '7915 Wild Rice Way, Minneapolis', '55411', 45013814000, -93282472000, 'clinic', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '54b7b72b7396de9e88b79f2e8d941608');
INSERT INTO public.patient VALUES (11, '0011', 'Boateng, Leilani', 'boateng, leilani', '1952-02-19', '612-555-0107', '9585 Loon Call Dr, Minneapolis', '55411', 44990083000, -93313362000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', 'Ring the side door; dog in the yard', '4b7eab95041d9727f1541b4790f64796');
INSERT INTO public.patient VALUES (12, '0012', 'Chen, Mateo', 'chen, mateo', '1991-03-02', '612-555-0144', '5729 Tamarack St, Minnetonka', '55345', 44938105000, -93461594000, 'clinic', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, 'N4', '', 'f2fc2a8069b89f4b86165dec6bf02957');
INSERT INTO public.patient VALUES (13, '0013', 'Xiong, Nadia', 'xiong, nadia', '2013-12-24', '612-555-0181', '3538 Birchbark Dr, Eden Prairie', '55344', 44834879000, -93486051000, 'clinic', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, '', 'Interpreter needed: Hmong', 'c15ffd9e2bb8b865597e0c5178b989b8');
INSERT INTO public.patient VALUES (14, '0014', 'Lindqvist, Oskar', 'lindqvist, oskar', '1941-04-25', '612-555-0118', '453 Tamarack St, Burnsville', '55337', 44786382000, -93284366000, 'home', 'CRPS', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'be6a66c158d01cabff39fcd978983177');
INSERT INTO public.patient VALUES (15, '0015', 'Mansour, Priya', 'mansour, priya', '1985-11-11', '612-555-0155', '1989 Bluestem Ct, Edina', '55424', 44905891000, -93359412000, 'either', 'cancer pain', NULL, NULL, NULL, NULL, 60, '', 2, '', 'Hard of hearing, prefers text', '89552e6a9872d0ecaac63fbc5296e63e');
INSERT INTO public.patient VALUES (16, '0016', 'Nunez, Quentin', 'nunez, quentin', '1947-11-26', '612-555-0192', '3956 Prairie Clover Ave, Maple Grove', '55369', 45072489000, -93443181000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'de03be445fe117473765b1a23e997915');
INSERT INTO public.patient VALUES (17, '0017', 'Petrov, Rosa', 'petrov, rosa', '1969-07-22', '612-555-0129', '1498 Stone Arch Ter, Richfield', '55423', 44897907000, -93293233000, 'home', 'multiple sclerosis', NULL, NULL, NULL, 4000, 45, '', 1, 'N3', '', '8992c42b55b408fd95a8a0d2133b48fd');
INSERT INTO public.patient VALUES (18, '0018', 'Horvath, Sven', 'horvath, sven', '1955-04-15', '612-555-0166', '8141 Tamarack St, Coon Rapids', '55433', 45116222000, -93306541000, 'clinic', 'cerebral palsy', NULL, 6, NULL, NULL, 45, '', 1, 'N4', '', '4dfef4fdbd562ba97c0f3c750e63e558');
INSERT INTO public.patient VALUES (19, '0019', 'Bianchi, Tala', 'bianchi, tala', '1939-07-06', '612-555-0103', '4185 Cranefly Ln, Eden Prairie', '55344', 44864556000, -93464027000, 'clinic', 'neuropathic pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N4', 'Wheelchair; allow extra time', 'c4ea8a812d2d3dff91b74a3e44940841');
INSERT INTO public.patient VALUES (20, '0020', 'Schwartz, Umar', 'schwartz, umar', '1974-06-30', '612-555-0140', '1373 Birchbark Dr, Eden Prairie', '55344', 44851501000, -93484818000, 'home', 'spinal cord injury', NULL, NULL, NULL, NULL, 45, 'Mon-Fri 09:00-16:00; Sat 10:00-12:00', 1, 'N1', '', 'b8a569f1cd630ca0a82caa2e9e00e49d');
INSERT INTO public.patient VALUES (21, '0021', 'Ortega, Vera', 'ortega, vera', '1980-12-23', '612-555-0177', '6165 Bur Oak Ave S, Richfield', '55423', 44894816000, -93286317000, 'clinic', 'multiple sclerosis', NULL, NULL, NULL, NULL, 45, '', 1, 'N4', '', '5770de87ea03650de3a880ba699d0eba');
INSERT INTO public.patient VALUES (22, '0022', 'Ferreira, Wanjiru', 'ferreira, wanjiru', '1946-03-01', '612-555-0114', '7078 Kettle Pond Ln, Maple Grove', '55369', NULL, NULL, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, '', 'Interpreter needed: Somali', 'c0581e3343ad93424616bc2456393bd3');
INSERT INTO public.patient VALUES (23, '0023', 'Castillo, Xiomara', 'castillo, xiomara', '1959-07-02', '612-555-0151', '7613 Kettle Pond Ln, Cottage Grove', '55016', 44839667000, -92929497000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '93c35b86c84ed1ff02b73c25a04bc123');
INSERT INTO public.patient VALUES (24, '0024', 'Yilmaz, Yusuf', 'yilmaz, yusuf', '1942-01-28', '612-555-0188', '587 Wild Rice Way, Brooklyn Park', '55443', 45107545000, -93340875000, 'clinic', 'failed back surgery', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '279a475c0fde6b2ef09d4ef22debc415');
INSERT INTO public.patient VALUES (25, '0025', 'Hansen, Karin', 'hansen, karin', '1999-08-15', '612-555-0125', '7381 Granite Ferry Rd, Saint Paul', '55104', 44963627000, -93163951000, 'home', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, 'N4', '', '880c396c48fc7ccd50337edf11d4a699');
INSERT INTO public.patient VALUES (26, '0026', 'Hanson, Karen', 'hanson, karen', '1955-10-10', '612-555-0162', '925 Prairie Clover Ave, Saint Paul', '55104', 44947167000, -93179913000, 'clinic', 'neuropathic pain', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '2e53e9f68f1baa8615609ed2bb234352');
INSERT INTO public.patient VALUES (27, '0027', 'Campbell, Bjorn', 'campbell, bjorn', '1963-12-05', '612-555-0199', '5857 Heron Lake Rd, White Bear Lake', '55110', 45076854000, -93001294000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, 'N3', 'Gate code with the dispatcher', '395d2c1fb460f99dd3de26026a1dc6c4');
INSERT INTO public.patient VALUES (28, '0028', 'Nakamura, Carmen', 'nakamura, carmen', '1999-02-22', '612-555-0136', '9838 Old Sawmill Rd, Burnsville', '55337', 44759043000, -93281933000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'ea70413cd72a168f786e4b999a88f58f');
INSERT INTO public.patient VALUES (29, '0029', 'Zielinski, Dmitri', 'zielinski, dmitri', '1990-03-14', '612-555-0173', '3957 Bluestem Ct, Edina', '55424', 44908384000, -93353614000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N3', '', 'ca453a26c32b8967961ae6fb85396ac0');
INSERT INTO public.patient VALUES (30, '0030', 'Nguyen, Linh', 'nguyen, linh', '1961-04-07', '612-555-0110', '6063 Portage Pl, Cottage Grove', '55016', 44810941000, -92934222000, 'clinic', 'neuropathic pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N2', '', '37bcc1f1aa89db070d1453bbc5915b11');
INSERT INTO public.patient VALUES (31, '0031', 'Nguyen, Minh Anh', 'nguyen, minh anh', '1966-12-12', '612-555-0147', '4664 Granite Ferry Rd, Maple Grove', '55369', 45074442000, -93459397000, 'either', 'neuropathic pain', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'b00b2d9a57ceb53f8b85045c4cfebd76');
INSERT INTO public.patient VALUES (32, '0032', 'Volkov, Grace', 'volkov, grace', '1983-08-04', '612-555-0184', '7961 Birchbark Dr, Woodbury', '55125', 44911173000, -92953958000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '22a704abfc3fa05c9808a9a371efbb36');
INSERT INTO public.patient VALUES (33, '0033', 'Benítez, Hiro', 'benítez, hiro', '1937-01-15', '612-555-0121', '7296 Loon Call Dr, Eagan', '55122', 44814886000, -93171847000, 'clinic', 'cancer pain', NULL, NULL, 10, NULL, 45, '', 1, '', '', '93700e234e686dfe9a5218eee3370de1');
INSERT INTO public.patient VALUES (34, '0034', 'Virtanen, Ingrid', 'virtanen, ingrid', '1988-09-29', '612-555-0158', '1749 Loon Call Dr, Minneapolis', '55407', 44944194000, -93270772000, 'clinic', 'neuropathic pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', '', '8bfa7ff68fb66a026d35ffe6ae2cdb35');
INSERT INTO public.patient VALUES (35, '0035', 'Tanaka, Joaquin', 'tanaka, joaquin', '1935-08-17', '612-555-0195', '6176 Aspen Mill Rd, Coon Rapids', '55433', 45133291000, -93306353000, 'clinic', 'failed back surgery', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'f00450536eb1245510ce8f14eee6bf4c');
INSERT INTO public.patient VALUES (36, '0036', 'Ramsey, Katya', 'ramsey, katya', '1949-08-19', '612-555-0132', '3862 Heron Lake Rd, Inver Grove Heights', '55076', 44853795000, -93034831000, 'either', 'failed back surgery', NULL, NULL, NULL, NULL, 45, '', 1, 'N3', 'Ring the side door; dog in the yard', '0c7d39395a00706ca2f5a9a4a3165805');
INSERT INTO public.patient VALUES (37, '0037', 'Ashkii, Lars', 'ashkii, lars', '1935-11-30', '612-555-0169', '4055 Tamarack St, Eden Prairie', '55344', 44838317000, -93465886000, 'clinic', 'CRPS', NULL, NULL, NULL, NULL, 45, '', 1, 'N3', '', '1050a86eac87844e9a9570452e36debd');
INSERT INTO public.patient VALUES (38, '0038', 'Jensen, Mei', 'jensen, mei', '1993-01-13', '612-555-0106', '4980 Old Sawmill Rd, Brooklyn Park', '55443', 45105346000, -93347268000, 'home', 'spinal cord injury', NULL, NULL, NULL, NULL, 45, '', 1, 'N4', '', '19cf42066c88ff20c22edac0e8329e6d');
INSERT INTO public.patient VALUES (39, '0039', 'Lund, Nils', 'lund, nils', '1983-03-16', '612-555-0143', '7952 Kettle Pond Ln, Woodbury', '55125', 44907143000, -92966377000, 'clinic', 'CRPS', NULL, NULL, NULL, NULL, 45, '', 1, 'N2', '', '17bf1aeeef121416f584acaf94492daa');
INSERT INTO public.patient VALUES (40, '0040', 'Ito, Olga', 'ito, olga', '2014-02-08', '612-555-0180', '3627 Cattail Ln, Saint Paul', '55104', 44934403000, -93173154000, 'home', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, 'N2', '', '8248c1fafc47c9f520993599179f4f68');


--
-- Data for Name: pump; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.pump VALUES (1, 1, 'SM2-20', 'SM20-000011', '2025-04-11', 20000, 127, NULL, '2032-04-11', NULL, '13c0b9a55fdd325f5694df72e984c399');
INSERT INTO public.pump VALUES (2, 2, 'SM3-20', 'SM20-000021', '2025-05-09', 20000, 134, NULL, NULL, NULL, '525f94a3810796595e7bb7a231ceb42b');
INSERT INTO public.pump VALUES (3, 3, 'SM2-20', 'SM20-000031', '2020-08-14', 20000, NULL, NULL, '2027-08-14', NULL, '721d1bfdc1de619dae49bd397a4be6a0');
INSERT INTO public.pump VALUES (4, 4, 'SM2-20', 'SM20-000041', '2021-08-30', 20000, 148, NULL, '2028-08-30', NULL, '4cf5b8d3d660e03028e97d496882bd12');
INSERT INTO public.pump VALUES (5, 5, 'SM2-40', 'SM40-000051', '2021-02-08', 40000, 155, NULL, NULL, NULL, '91c7fa64e576d815c3ff9f599db58199');
INSERT INTO public.pump VALUES (6, 6, 'SM3-20', 'SM20-000061', '2026-11-13', 20000, NULL, NULL, '2033-11-13', NULL, '88f4c91b4bea72f4500c5b97d8a40e52');
INSERT INTO public.pump VALUES (7, 7, 'SM3-20', 'SM20-000071', '2026-11-19', 20000, 169, NULL, '2033-11-19', NULL, '7997c73317fd3aeb1784d7baeaba9ab1');
INSERT INTO public.pump VALUES (8, 8, 'SM2-20', 'SM20-000081', '2024-04-05', 20000, 176, NULL, NULL, NULL, 'c0abdf57cc75bea5f84af1c1ebc6a515');
INSERT INTO public.pump VALUES (9, 9, 'SM2-40', 'SM40-000091', '2021-10-11', 40000, NULL, NULL, '2028-10-11', '2026-10-09', 'c0e140215f01cb11ba637bf80296f587');
INSERT INTO public.pump VALUES (10, 10, 'SM2-40', 'SM40-000101', '2019-11-11', 40000, 130, NULL, '2026-11-11', '2026-04-17', '463bba9e75213af54884683de3b8dcb5');
INSERT INTO public.pump VALUES (11, 10, 'SM3-40', 'SM40-000102', '2026-04-17', 40000, 130, NULL, NULL, NULL, '2e1b0fc66f77f1f965f3e53dbbaecc1e');
INSERT INTO public.pump VALUES (12, 11, 'SM2-20', 'SM20-000111', '2020-10-30', 20000, 137, NULL, NULL, NULL, '65b70ab152ca2cd49ded154d71be6005');
INSERT INTO public.pump VALUES (13, 12, 'SM3-20', 'SM20-000121', '2025-05-30', 20000, NULL, NULL, '2032-05-30', NULL, '69c04708dcab57447805351a592bb373');
INSERT INTO public.pump VALUES (14, 13, 'SM2-20', 'SM20-000131', '2024-09-20', 20000, 151, NULL, '2031-09-20', NULL, '4cf3abadb1ac6dfff8e353737b24d499');
INSERT INTO public.pump VALUES (15, 14, 'SM3-20', 'SM20-000141', '2025-09-05', 20000, 158, NULL, NULL, NULL, '7f3a66cddb51247e1a4f9b9f2493a92f');
INSERT INTO public.pump VALUES (16, 15, 'SM3-40', 'SM40-000151', '2025-04-17', 40000, NULL, NULL, '2032-04-17', NULL, '95b964ae269bf4df2347afc469cf52aa');
INSERT INTO public.pump VALUES (17, 16, 'SM3-20', 'SM20-000161', '2026-11-18', 20000, 172, NULL, '2033-11-18', NULL, '51fe754f2218c85b922962dfd23335d2');
INSERT INTO public.pump VALUES (18, 17, 'SM2-20', 'SM20-000171', '2021-02-08', 20000, 179, NULL, NULL, NULL, '74582dfa96304e041b6cce6013a252fd');
INSERT INTO public.pump VALUES (19, 18, 'SM2-20', 'SM20-000181', '2021-05-11', 20000, NULL, NULL, '2028-05-11', NULL, 'ee47570c18e5d4cf9e302b282eb78752');
INSERT INTO public.pump VALUES (20, 19, 'SM2-40', 'SM40-000191', '2023-01-23', 40000, 133, NULL, '2030-01-23', NULL, 'dd069228c6902c69f27e672293890587');
INSERT INTO public.pump VALUES (21, 20, 'SM3-20', 'SM20-000201', '2025-04-18', 20000, 140, NULL, NULL, NULL, '1bf1fb39e297da0baf5ddb8d867c442a');
INSERT INTO public.pump VALUES (22, 21, 'SM2-20', 'SM20-000211', '2021-10-22', 20000, NULL, NULL, '2028-10-22', NULL, '1f6fb03172746d004f9c278ba01b16f0');
INSERT INTO public.pump VALUES (23, 22, 'SM3-40', 'SM40-000221', '2025-04-25', 40000, 154, NULL, '2032-04-25', NULL, 'dab5910eb80223702ce7cb55a53b6217');
INSERT INTO public.pump VALUES (24, 23, 'PROMETRA2-40', 'PR40-000231', '2024-09-06', 40000, 161, NULL, NULL, NULL, '308acfd20ef091363a8ad80b76e66a25');
INSERT INTO public.pump VALUES (25, 24, 'CODMAN3000-30', 'CO30-000241', '2020-09-11', 30000, NULL, 400, NULL, NULL, 'a9cfc94ecb319f6e7bca175c7f75bdd6');
INSERT INTO public.pump VALUES (26, 25, 'SM3-40', 'SM40-000251', '2025-02-28', 40000, 175, NULL, '2032-02-28', NULL, 'fd60f7fa6c061972de20168604743652');
INSERT INTO public.pump VALUES (27, 26, 'SM3-40', 'SM40-000261', '2025-05-16', 40000, 122, NULL, NULL, NULL, '77d6c65610058877043e40d8c6d324b1');
INSERT INTO public.pump VALUES (28, 27, 'SM2-40', 'SM40-000271', '2024-10-28', 40000, NULL, NULL, '2031-10-28', NULL, '0419667ec9211e43b972b6aceabfa846');
INSERT INTO public.pump VALUES (29, 28, 'SM3-40', 'SM40-000281', '2025-05-21', 40000, 136, NULL, '2032-05-21', NULL, '544e979415cc5437a35d7d93406a6312');
INSERT INTO public.pump VALUES (30, 29, 'SM2-40', 'SM40-000291', '2024-02-15', 40000, 143, NULL, NULL, NULL, 'f5e046f75fb42c3e2f89c5b9f1fe7ca2');
INSERT INTO public.pump VALUES (31, 30, 'PROMETRA2-20', 'PR20-000301', '2023-07-14', 20000, NULL, NULL, NULL, NULL, '9bf0e8e31e8fb6f1ec8b6adc109f86bb');
INSERT INTO public.pump VALUES (32, 31, 'SM2-20', 'SM20-000311', '2023-07-13', 20000, 157, NULL, '2030-07-13', NULL, '3194f883cdf26d363cff8d10674edf7e');
INSERT INTO public.pump VALUES (33, 32, 'SM3-20', 'SM20-000321', '2025-09-10', 20000, 164, NULL, NULL, NULL, '6d6460185953a443fd22f6aeb3895c07');
INSERT INTO public.pump VALUES (34, 33, 'SM2-40', 'SM40-000331', '2022-04-29', 40000, NULL, NULL, '2029-04-29', NULL, '2bb69578911aec598a8b134dd3bc7ac5');
INSERT INTO public.pump VALUES (35, 34, 'SM2-40', 'SM40-000341', '2022-09-02', 40000, 178, NULL, '2029-09-02', NULL, 'c78287d283b8cda43892dbb26212062a');
INSERT INTO public.pump VALUES (36, 35, 'SM2-20', 'SM20-000351', '2026-08-28', 20000, 125, NULL, NULL, NULL, '482d99b85641ead20c8e680eef76dcd8');
INSERT INTO public.pump VALUES (37, 36, 'SM3-20', 'SM20-000361', '2025-10-27', 20000, NULL, NULL, '2032-10-27', NULL, 'e9453de1318ec0885456fde5716481f4');
INSERT INTO public.pump VALUES (38, 37, 'SM3-40', 'SM40-000371', '2025-08-22', 40000, 139, NULL, '2032-08-22', NULL, '46795f071e7aba929baf619d98863a64');
INSERT INTO public.pump VALUES (39, 38, 'SM2-20', 'SM20-000381', '2019-12-06', 20000, 146, NULL, '2026-12-06', NULL, 'ad6aab4977811ac19b9e8f81092f7d9b');
INSERT INTO public.pump VALUES (40, 39, 'SM2-20', 'SM20-000391', '2023-09-29', 20000, NULL, NULL, '2030-09-29', NULL, '6204ec00490860dd1287827d6bfbd08e');
INSERT INTO public.pump VALUES (41, 40, 'SM3-20', 'SM20-000401', '2026-03-25', 20000, 160, NULL, '2033-03-25', NULL, '3a6d1d035c827682b4306969e391f7d2');


--
-- Data for Name: setting; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.setting VALUES ('zone', 'America/Chicago', 'b170e4843f286baa8fb019eba74f2133');


--
-- Data for Name: site; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.site VALUES (1, 'MPLS', 'Minneapolis pump clinic', 44978641000, -93270237000, 'Mon-Fri 08:00-16:30', 3, 'b3d31ed2e80f80de2ef0617c5f4c175a');
INSERT INTO public.site VALUES (2, 'STP', 'Saint Paul pump clinic', 44948713000, -93096421000, 'Mon-Fri 08:00-16:30', 2, 'cf7cbdeb5e50718f3c5f1e3517cd9c52');


--
-- Data for Name: store_info; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.store_info VALUES ('own_today', '2026-11-22', 'd214214a34101d69fd7fbdfe1a33712d');


--
-- Data for Name: user_account; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: visit; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.visit VALUES (1, 'V1', 1, 1, 'refill', '2026-11-23', 570, 45, 'home', NULL, 'confirmed', '3de84a0d985c674404ef462981d571d4');
INSERT INTO public.visit VALUES (2, 'V2', 2, 2, 'refill', '2026-11-18', 660, 45, 'clinic', 1, 'missed', '2f56eb6b52a9b4a0cad5a8ac1a79784e');
INSERT INTO public.visit VALUES (3, 'V3', 3, 14, 'refill', '2026-11-25', 630, 45, 'home', NULL, 'booked', 'e0ea0ebaba008e6d84f9074688157a32');
INSERT INTO public.visit VALUES (4, 'V4', 4, 20, 'refill', '2026-11-30', 600, 45, 'home', NULL, 'booked', 'eeaa276c7e8c3a57ba29a06d1c0904df');
INSERT INTO public.visit VALUES (5, 'V5', 5, 26, 'refill', '2026-11-24', 540, 45, 'clinic', 1, 'booked', 'c6a0b2b1fdcdfd654e7cbb1fd3499c16');
INSERT INTO public.visit VALUES (6, 'V6', 6, 27, 'refill', '2026-11-27', 690, 45, 'clinic', 1, 'cancelled', '2736a0cf34ef3093d87e02392386a164');
INSERT INTO public.visit VALUES (7, 'V7', 7, 32, 'refill', '2026-11-30', 780, 45, 'clinic', 1, 'confirmed', 'cb560520a98e375b34d088af3d27a0b1');
INSERT INTO public.visit VALUES (8, 'V8', 8, 37, 'refill', '2026-11-02', 480, 45, 'clinic', 1, 'done', '370bf78e6bb320a399af44ccc6dbe3ae');
INSERT INTO public.visit VALUES (9, 'V9', 9, 39, 'refill', '2026-11-10', 630, 45, 'clinic', 1, 'done', '8fbaff7abc33e5ab138f5492df77be95');


--
-- Data for Name: visit_nurse; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.visit_nurse VALUES (1, 1, 1, 'fe678f2cb03814917a00f76d46b6e440');
INSERT INTO public.visit_nurse VALUES (2, 1, 2, '59c4b455e683f074f98c82a28d2ea93b');
INSERT INTO public.visit_nurse VALUES (3, 1, 1, '0cc24619024a03edc013b4227c754ef4');
INSERT INTO public.visit_nurse VALUES (4, 1, 1, '1648f91d6885d1531eff629dd06acf04');
INSERT INTO public.visit_nurse VALUES (5, 1, 2, 'e011f5dbc512a5c41eb643091da7d25e');
INSERT INTO public.visit_nurse VALUES (6, 1, 2, '74139cdbee4c28d868681086f32f0102');
INSERT INTO public.visit_nurse VALUES (7, 1, 2, 'bda25667fe70caa11e670318835b839a');
INSERT INTO public.visit_nurse VALUES (8, 1, 2, '849a8e0166f4261d69da90c22076e7c6');
INSERT INTO public.visit_nurse VALUES (9, 1, 2, '9c8afeed37e4a90e0d246fd52b55113b');


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (seq);


--
-- Name: audit audit_request_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_request_id_key UNIQUE (request_id);


--
-- Name: authorization authorization_patient_id_number_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."authorization"
    ADD CONSTRAINT authorization_patient_id_number_key UNIQUE (patient_id, number);


--
-- Name: authorization authorization_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."authorization"
    ADD CONSTRAINT authorization_pkey PRIMARY KEY (id);


--
-- Name: closure closure_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closure
    ADD CONSTRAINT closure_pkey PRIMARY KEY (id);


--
-- Name: closure closure_who_first_on_last_on_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closure
    ADD CONSTRAINT closure_who_first_on_last_on_key UNIQUE (who, first_on, last_on);


--
-- Name: fact fact_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_pkey PRIMARY KEY (id);


--
-- Name: fact fact_voids_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_voids_id_key UNIQUE (voids_id);


--
-- Name: flex flex_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flex
    ADD CONSTRAINT flex_pkey PRIMARY KEY (id);


--
-- Name: flex_step flex_step_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flex_step
    ADD CONSTRAINT flex_step_pkey PRIMARY KEY (flex_id, minute);


--
-- Name: flex flex_text_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flex
    ADD CONSTRAINT flex_text_key UNIQUE (text);


--
-- Name: leg leg_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.leg
    ADD CONSTRAINT leg_pkey PRIMARY KEY (origin, destination);


--
-- Name: mixture_drug mixture_drug_mixture_id_drug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mixture_drug
    ADD CONSTRAINT mixture_drug_mixture_id_drug_key UNIQUE (mixture_id, drug);


--
-- Name: mixture_drug mixture_drug_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mixture_drug
    ADD CONSTRAINT mixture_drug_pkey PRIMARY KEY (mixture_id, "position");


--
-- Name: mixture mixture_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mixture
    ADD CONSTRAINT mixture_pkey PRIMARY KEY (id);


--
-- Name: mixture mixture_text_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mixture
    ADD CONSTRAINT mixture_text_key UNIQUE (text);


--
-- Name: nurse nurse_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nurse
    ADD CONSTRAINT nurse_code_key UNIQUE (code);


--
-- Name: nurse nurse_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nurse
    ADD CONSTRAINT nurse_pkey PRIMARY KEY (id);


--
-- Name: outlook outlook_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outlook
    ADD CONSTRAINT outlook_pkey PRIMARY KEY (pump_id);


--
-- Name: patient patient_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patient
    ADD CONSTRAINT patient_code_key UNIQUE (code);


--
-- Name: patient patient_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patient
    ADD CONSTRAINT patient_pkey PRIMARY KEY (id);


--
-- Name: pump pump_patient_id_implanted_on_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pump
    ADD CONSTRAINT pump_patient_id_implanted_on_key UNIQUE (patient_id, implanted_on);


--
-- Name: pump pump_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pump
    ADD CONSTRAINT pump_pkey PRIMARY KEY (id);


--
-- Name: setting setting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (key);


--
-- Name: site site_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_code_key UNIQUE (code);


--
-- Name: site site_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (id);


--
-- Name: store_info store_info_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.store_info
    ADD CONSTRAINT store_info_pkey PRIMARY KEY (key);


--
-- Name: user_account user_account_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_code_key UNIQUE (code);


--
-- Name: user_account user_account_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.user_account
    ADD CONSTRAINT user_account_pkey PRIMARY KEY (id);


--
-- Name: visit visit_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit
    ADD CONSTRAINT visit_code_key UNIQUE (code);


--
-- Name: visit_nurse visit_nurse_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_nurse
    ADD CONSTRAINT visit_nurse_pkey PRIMARY KEY (visit_id, "position");


--
-- Name: visit visit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit
    ADD CONSTRAINT visit_pkey PRIMARY KEY (id);


--
-- Name: fact_patient; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX fact_patient ON public.fact USING btree (patient_id, day, minute, id);


--
-- Name: fact_pump; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX fact_pump ON public.fact USING btree (pump_id, day, minute, id);


--
-- Name: outlook_holds_from; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outlook_holds_from ON public.outlook USING btree (holds_from);


--
-- Name: outlook_holds_until; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outlook_holds_until ON public.outlook USING btree (holds_until);


--
-- Name: outlook_refill_by; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outlook_refill_by ON public.outlook USING btree (refill_by);


--
-- Name: outlook_rules; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outlook_rules ON public.outlook USING btree (rules_version);


--
-- Name: outlook_state; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outlook_state ON public.outlook USING btree (state);


--
-- Name: visit_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX visit_day ON public.visit USING btree (day, minute);


--
-- Name: visit_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX visit_number ON public.visit USING btree (number);


--
-- Name: visit_nurse_nurse; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX visit_nurse_nurse ON public.visit_nurse USING btree (nurse_id);


--
-- Name: visit_patient; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX visit_patient ON public.visit USING btree (patient_id, day);


--
-- Name: audit audit_no_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: fact fact_no_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER fact_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.fact FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: flex flex_no_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER flex_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.flex FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: flex_step flex_step_no_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER flex_step_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.flex_step FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: mixture_drug mixture_drug_no_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER mixture_drug_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.mixture_drug FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: mixture mixture_no_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER mixture_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.mixture FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: authorization authorization_patient_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."authorization"
    ADD CONSTRAINT authorization_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patient(id);


--
-- Name: fact fact_audit_seq_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_audit_seq_fkey FOREIGN KEY (audit_seq) REFERENCES public.audit(seq) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: fact fact_flex_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_flex_id_fkey FOREIGN KEY (flex_id) REFERENCES public.flex(id);


--
-- Name: fact fact_mixture_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_mixture_id_fkey FOREIGN KEY (mixture_id) REFERENCES public.mixture(id);


--
-- Name: fact fact_patient_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patient(id);


--
-- Name: fact fact_pump_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_pump_id_fkey FOREIGN KEY (pump_id) REFERENCES public.pump(id);


--
-- Name: fact fact_voids_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.fact
    ADD CONSTRAINT fact_voids_id_fkey FOREIGN KEY (voids_id) REFERENCES public.fact(id);


--
-- Name: flex_step flex_step_flex_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flex_step
    ADD CONSTRAINT flex_step_flex_id_fkey FOREIGN KEY (flex_id) REFERENCES public.flex(id);


--
-- Name: mixture_drug mixture_drug_mixture_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mixture_drug
    ADD CONSTRAINT mixture_drug_mixture_id_fkey FOREIGN KEY (mixture_id) REFERENCES public.mixture(id);


--
-- Name: outlook outlook_pump_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outlook
    ADD CONSTRAINT outlook_pump_id_fkey FOREIGN KEY (pump_id) REFERENCES public.pump(id);


--
-- Name: pump pump_patient_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pump
    ADD CONSTRAINT pump_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patient(id);


--
-- Name: visit_nurse visit_nurse_nurse_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_nurse
    ADD CONSTRAINT visit_nurse_nurse_id_fkey FOREIGN KEY (nurse_id) REFERENCES public.nurse(id);


--
-- Name: visit_nurse visit_nurse_visit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_nurse
    ADD CONSTRAINT visit_nurse_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visit(id);


--
-- Name: visit visit_patient_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit
    ADD CONSTRAINT visit_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patient(id);


--
-- Name: visit visit_site_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit
    ADD CONSTRAINT visit_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(id);


--
-- PostgreSQL database dump complete
--


