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

INSERT INTO public.audit VALUES (1, '2026-09-14T13:00:00.000000+00:00', 'ann', 'import', NULL, 'f2acc26613aef1535f3675ae8ca219c8cab69df444d669184bb0f30c7c5344bc', '{"counts":{"authorization":[4,0],"closure":[5,0],"leg":[3,0],"nurse":[5,0],"patient":[30,0],"pump":[30,0],"setting":[5,0],"site":[2,0],"visit":[8,0]},"notes":[{"import":[["settings.csv","settings",5,0],["sites.csv","sites",2,0],["nurses.csv","nurses",5,0],["patients.csv","patients",30,0],["pumps.csv","pumps",30,0],["events.csv","events",66,0],["closures.csv","closures",5,0],["authorizations.csv","authorizations",4,0],["visits.csv","visits",8,0],["travel.csv","travel",3,0]]}],"rows":[["setting","zone",[]],["setting","margin_days",[]],["setting","order_lead_days",[]],["setting","home_controlled",[]],["setting","speed_kmh",[]],["site","MPLS",[]],["site","STP",[]],["nurse","N1",[]],["nurse","N2",[]],["nurse","N3",[]],["nurse","N4",[]],["nurse","N5",[]],["patient","0001",[]],["patient","0002",[]],["patient","0003",[]],["patient","0004",[]],["patient","0005",[]],["patient","0006",[]],["patient","0007",[]],["patient","0008",[]],["patient","0009",[]],["patient","0010",[]],["patient","0011",[]],["patient","0012",[]],["patient","0013",[]],["patient","0014",[]],["patient","0015",[]],["patient","0016",[]],["patient","0017",[]],["patient","0018",[]],["patient","0019",[]],["patient","0020",[]],["patient","0021",[]],["patient","0022",[]],["patient","0023",[]],["patient","0024",[]],["patient","A-7/b",[]],["patient","0026",[]],["patient","0027",[]],["patient","0028",[]],["patient","0029",[]],["patient","0030",[]],["pump","0001 2025-04-11",[]],["pump","0002 2025-05-09",[]],["pump","0003 2024-01-15",[]],["pump","0004 2025-02-01",[]],["pump","0005 2023-03-03",[]],["pump","0006 2025-06-01",[]],["pump","0007 2025-07-01",[]],["pump","0008 2026-09-01",[]],["pump","0009 2026-08-15",[]],["pump","0011 2020-10-30",[]],["pump","0012 2019-10-30",[]],["pump","0013 2019-12-10",[]],["pump","0014 2024-12-10",[]],["pump","0015 2024-12-10",[]],["pump","0016 2024-12-10",[]],["pump","0017 2026-08-01",[]],["pump","0018 2024-12-10",[]],["pump","0019 2024-12-10",[]],["pump","0020 2024-12-10",[]],["pump","0021 2024-12-10",[]],["pump","0022 2024-12-10",[]],["pump","0023 2024-12-10",[]],["pump","0024 2024-12-10",[]],["pump","A-7/b 2024-12-10",[]],["pump","0026 2021-01-10",[]],["pump","0026 2026-02-01",[]],["pump","0027 2024-12-10",[]],["pump","0028 2024-12-10",[]],["pump","0029 2024-12-10",[]],["pump","0030 2024-12-10",[]],["closure","0027 2026-11-30",[]],["closure","N3 2026-12-07",[]],["closure","STP 2026-12-01",[]],["closure","all 2026-11-26",[]],["closure","all 2026-12-25",[]],["authorization","0001 PA-26-00001",[]],["authorization","0002 PA-26-00002",[]],["authorization","0016 PA-25-00016",[]],["authorization","0019 PA-26-00019",[]],["visit","V1",[]],["visit","V2",[]],["visit","V3",[]],["visit","V4",[]],["visit","V5",[]],["visit","V6",[]],["visit","X-9",[]],["visit","V8",[]],["leg","N1 0001",[]],["leg","0001 N1",[]],["leg","0001 0013",[]]]}', 66, '52df064f1c64c4f69e726dfd100d28ab', '', 'c7c6e9482a41c6773bd5182b5f450ce48bbcd526ab7655f0df56c4fc6c3aea37');
INSERT INTO public.audit VALUES (2, '2026-09-14T13:00:00.000000+00:00', 'ann', 'nurse add', NULL, '044053a772a29436291486cd46ca9b81930f4e192d33e0e0280e5f243cea7479', '{"counts":{"nurse":[1,0]},"rows":[["nurse","N6",[]]]}', 0, '', 'c7c6e9482a41c6773bd5182b5f450ce48bbcd526ab7655f0df56c4fc6c3aea37', 'edc0be4466fb03e4356ad331579e695c318c40e76285d58a3b112f5b36b86dbf');
INSERT INTO public.audit VALUES (3, '2026-09-14T13:00:00.000000+00:00', 'ann', 'nurse edit', NULL, '1e0a5d0e2ac501a301d53b37816083df5b460e74b79ee8bed1924a386534e788', '{"counts":{"nurse":[0,1]},"rows":[["nurse","N5",["roster"]]]}', 0, '', 'edc0be4466fb03e4356ad331579e695c318c40e76285d58a3b112f5b36b86dbf', '4eef27b47ec8e1c197c76ef1eeffebd887b685196293c643d1b05cd302329e02');
INSERT INTO public.audit VALUES (4, '2026-09-14T13:00:00.000000+00:00', 'ann', 'site add', NULL, 'f3c9e9910cd825f9828bce3e7859d3a18b346c574949df5449aab37c7336bb3f', '{"counts":{"site":[1,0]},"rows":[["site","EDN",[]]]}', 0, '', '4eef27b47ec8e1c197c76ef1eeffebd887b685196293c643d1b05cd302329e02', '6a88c3833043045f83f2084180c7a24ecc7d947c214f7bb8274956afe45c4db8');
INSERT INTO public.audit VALUES (5, '2026-09-14T13:00:00.000000+00:00', 'ann', 'site edit', NULL, '2f9e521793c74567e55d8edb92b3045d69ec78e2867fd68eca6ef63d872894dc', '{"counts":{"site":[0,1]},"rows":[["site","EDN",["chairs"]]]}', 0, '', '6a88c3833043045f83f2084180c7a24ecc7d947c214f7bb8274956afe45c4db8', '9c71c5983364bcead548f3bd43c909a3624c314119a309449f68010c3e417ea0');
INSERT INTO public.audit VALUES (6, '2026-09-14T13:00:00.000000+00:00', 'ann', 'nurse off', NULL, '0702fc3ab7f934f452ae05e1065ce291ab4ff539a1433785d21252184425b9dd', '{"counts":{"closure":[1,0]},"rows":[["closure","N6 2026-11-30",[]]]}', 0, '', '9c71c5983364bcead548f3bd43c909a3624c314119a309449f68010c3e417ea0', '4c5f5e84ef018e6e4bdbb32f21d18a642f49997a60b003b169f088f8b512e05a');
INSERT INTO public.audit VALUES (7, '2026-09-14T13:00:00.000000+00:00', 'ann', 'closure add', NULL, '13f7d7c948d3227494005609dfec6aa5c230d53fe5c372015dd238d3a9587cd4', '{"counts":{"closure":[1,0]},"rows":[["closure","all 2027-01-01",[]]]}', 0, '', '4c5f5e84ef018e6e4bdbb32f21d18a642f49997a60b003b169f088f8b512e05a', 'f8c1aa561327a4fa7859b466d00893536d596808e550cf39ed9de9c5259f670c');
INSERT INTO public.audit VALUES (8, '2026-09-14T13:00:00.000000+00:00', 'ann', 'closure add', NULL, '49c0713660db0ffc05e5192579fa3e45764eba663773c79403c37ce85a7ad1d9', '{"counts":{"closure":[1,0]},"rows":[["closure","EDN 2026-12-07",[]]]}', 0, '', 'f8c1aa561327a4fa7859b466d00893536d596808e550cf39ed9de9c5259f670c', 'c12f2bac98ea29cb5f1426a39bde7fdb1a53bbb4dc8cafcfa9d807e254a3ae8b');
INSERT INTO public.audit VALUES (9, '2026-09-14T13:00:00.000000+00:00', 'ann', 'closure remove', NULL, '6d7318f567f8d79053c004358ed6f34fe5fa7b095a05e93fefb6c7d02682032e', '{"counts":{"closure":[0,1]},"notes":[{"removed":{"from":"2026-12-07","reason":"","to":"2026-12-11","who":"EDN"}}],"rows":[["closure","EDN 2026-12-07",["dropped"]]]}', 0, '', 'c12f2bac98ea29cb5f1426a39bde7fdb1a53bbb4dc8cafcfa9d807e254a3ae8b', '443a9e7ac201147684408344845e4ae7b46b103cf342ba3901f4b378feec6c77');
INSERT INTO public.audit VALUES (10, '2026-09-14T13:00:00.000000+00:00', 'ann', 'auth add', NULL, '51a63da4f3e2f9ce9334cd256177bb4f697a18c69b53d0547275baf5aca100dc', '{"counts":{"authorization":[1,0]},"rows":[["authorization","0024 PA/26 (24)",[]]]}', 0, '', '443a9e7ac201147684408344845e4ae7b46b103cf342ba3901f4b378feec6c77', '8675eb055b772ca795c4031101178159c7ccc4bee450a10bb15a092f17684b52');
INSERT INTO public.audit VALUES (11, '2026-09-14T13:00:00.000000+00:00', 'ann', 'auth edit', NULL, 'e7da610b0c278d3536f89f5167ae385fb83d8d147d24b948c9f673448b69a699', '{"counts":{"authorization":[0,1]},"rows":[["authorization","0019 PA-26-00019",["payer","valid_to"]]]}', 0, '', '8675eb055b772ca795c4031101178159c7ccc4bee450a10bb15a092f17684b52', '4b66762884717fc9746bedd14d7a0f562a6a3ac61465436d88bde220e023cc97');
INSERT INTO public.audit VALUES (12, '2026-09-14T13:00:00.000000+00:00', 'ann', 'config set', NULL, '658daed580b14c5c592da7c97ef11a1363c6be2926f3f7c46fd1f92a21160e06', '{"counts":{"setting":[1,0]},"rows":[["setting","price_last_days",[]]]}', 0, '', '4b66762884717fc9746bedd14d7a0f562a6a3ac61465436d88bde220e023cc97', '35a776c1ceb3fcf1336aa56f4e8ceb6ebdc5e791c81017272348fe0221d5cb0f');
INSERT INTO public.audit VALUES (13, '2026-09-14T13:00:00.000000+00:00', 'ann', 'config set', NULL, 'a3022aad918fa9396d6211dac6ed4c8877b340f4e182deb9fec2bf6f387999dc', '{"counts":{"setting":[1,0]},"rows":[["setting","calibration",[]]]}', 0, '', '35a776c1ceb3fcf1336aa56f4e8ceb6ebdc5e791c81017272348fe0221d5cb0f', '174abc32f6d3ae60123fb4ca0a76baec32c4f04ead18d4e772aa15a1fab2c47c');
INSERT INTO public.audit VALUES (14, '2026-09-14T13:00:00.000000+00:00', 'ann', 'patient add', NULL, 'fab438a7e9a791a89d55b4ba74f1f2feff09077ec0c352ba8e22e54878cb1e87', '{"counts":{"patient":[1,0]},"rows":[["patient","0031",[]]]}', 0, '', '174abc32f6d3ae60123fb4ca0a76baec32c4f04ead18d4e772aa15a1fab2c47c', '42ed5a884cd8ff01bc14612ac5cec26a764733f85fb7f81986699c977d1547f5');
INSERT INTO public.audit VALUES (15, '2026-09-14T13:00:00.000000+00:00', 'ann', 'patient edit', NULL, '26e49b5ff4183fe5aba0ca1f3ea027cab5b24e62e3b1aad1e900b58948f74cd9', '{"counts":{"patient":[0,1]},"rows":[["patient","0031",["availability","notes"]]]}', 0, '', '42ed5a884cd8ff01bc14612ac5cec26a764733f85fb7f81986699c977d1547f5', 'bb9b45d01bb73d340496e103843e260e81d1aa7a542c30aff9d9ab9d5d5a2cd4');
INSERT INTO public.audit VALUES (16, '2026-09-14T13:00:00.000000+00:00', 'ann', 'pump implant', NULL, '7c182b7486fbdab0c21aa8013328b4ae17ce98f1424565eefc6fd70861f958b8', '{"counts":{"pump":[1,0]},"rows":[["pump","0031 2026-09-10",[]]]}', 0, '', 'bb9b45d01bb73d340496e103843e260e81d1aa7a542c30aff9d9ab9d5d5a2cd4', 'a19db6eb1c87439c60500935df0613455c4ffffe80ba734548086138ad6faac3');
INSERT INTO public.audit VALUES (17, '2026-09-14T13:00:00.000000+00:00', 'ann', 'pump edit', NULL, 'a029dbdb6eeed65a51743722b459a1f9a38977092203680c94b7a0c11608ef17', '{"counts":{"pump":[0,1]},"rows":[["pump","0031 2026-09-10",["catheter_ul","end_of_service_on"]]]}', 0, '', 'a19db6eb1c87439c60500935df0613455c4ffffe80ba734548086138ad6faac3', '040afd6f22f76bce744790008ebb8ccab7802601126dd7c11ac268bfd6161532');
INSERT INTO public.audit VALUES (18, '2026-09-14T13:00:00.000000+00:00', 'ann', 'patient add', NULL, '551a262da0ed45074a430b9d03e5603b7ff13257b8c37c31c1c23329ac66d3dd', '{"counts":{"patient":[1,0]},"rows":[["patient","0032",[]]]}', 0, '', '040afd6f22f76bce744790008ebb8ccab7802601126dd7c11ac268bfd6161532', '77f7456b187444c232e1c944df337d210d0533cee321043ace433888a6829c8b');
INSERT INTO public.audit VALUES (19, '2026-09-14T13:00:00.000000+00:00', 'ann', 'pump implant', NULL, '237789ad8bb3b5ffa621e39b2e926a5f7fac08226a602a4f187ce9a4bcaf500b', '{"counts":{"pump":[1,0]},"rows":[["pump","0032 2026-09-11",[]]]}', 0, '', '77f7456b187444c232e1c944df337d210d0533cee321043ace433888a6829c8b', 'b60038c2b64b26adfedbff1268b65a8bb640895856a8e95ec53e8eaca65a8bae');
INSERT INTO public.audit VALUES (20, '2026-09-14T13:00:00.000000+00:00', 'ann', 'pump undo', NULL, 'cc71c22b1aa1d9b161e0fa432979eb8e12acb16817052e04a8909c248b4c761e', '{"counts":{"pump":[0,1]},"notes":[{"reason":"wrong patient"}],"rows":[["pump","0032 2026-09-11",["dropped"]]]}', 0, '', 'b60038c2b64b26adfedbff1268b65a8bb640895856a8e95ec53e8eaca65a8bae', '2dc46b939615235b418e03447af173aac55aff01ee3c4bd001b82dddb0e0c795');
INSERT INTO public.audit VALUES (21, '2026-09-21T15:30:00.000000+00:00', 'ann', 'refill', '2026-09-21-0031', '273d6bd53cba7a43d4400831e98de4e862284d69562d43b788f3995c7273df81', '{}', 1, 'bb708fe4a7adb7f71c47d9df10ab60f0', '2dc46b939615235b418e03447af173aac55aff01ee3c4bd001b82dddb0e0c795', '5bc3076e0400cbfd67777f1351cd1e72959e350e1e29f344e9d2ab2a2eae8800');
INSERT INTO public.audit VALUES (22, '2026-09-21T15:30:00.000000+00:00', 'ann', 'dose', NULL, '37fee42c76577e97ebf0c9be286ee9ab5aa33f518204f64fe6465e2279851a61', '{}', 1, '8bc56bd91e83ccd8368342c739a4de36', '5bc3076e0400cbfd67777f1351cd1e72959e350e1e29f344e9d2ab2a2eae8800', '04de85b4c605aac2520b09aa62f73580fc6d54828879c028999ea2ca1a66fbf9');
INSERT INTO public.audit VALUES (23, '2026-09-21T15:30:00.000000+00:00', 'ann', 'dose', NULL, 'e333026bf4e3cd100a59d9244d54c1dd01843605586ef605f7b67bd622e4fe94', '{}', 1, 'ee4b8267946164253b73da9ed7004a7e', '04de85b4c605aac2520b09aa62f73580fc6d54828879c028999ea2ca1a66fbf9', '6ce1c4c7d17e754edcc716d8cf4ee79e6a7e968e0c739f3c63d137ce3c811cdf');
INSERT INTO public.audit VALUES (24, '2026-09-21T15:30:00.000000+00:00', 'ann', 'attempt', NULL, '5a0803ff8adc9118249f68dc569ded09070055276e0051e4f7d223f0649f3336', '{}', 1, 'fefd1b03c3287d90fa6623cf831694ab', '6ce1c4c7d17e754edcc716d8cf4ee79e6a7e968e0c739f3c63d137ce3c811cdf', '992d38dc0a038fa67c65b2136ca184c19856c749e2a911c48367c1c0e0d381d2');
INSERT INTO public.audit VALUES (25, '2026-09-21T15:30:00.000000+00:00', 'ann', 'stop', NULL, '2123a8eceea1c3c9471889f74c7299a27f6a4849d0742ac3682f8b7f545e1932', '{}', 1, 'a0f9b97978fb9b4d1282062bcb2e70ca', '992d38dc0a038fa67c65b2136ca184c19856c749e2a911c48367c1c0e0d381d2', '9fcf853790176c876d48478159c91d1497e7a935b6369e0137ed2858c10ad68b');
INSERT INTO public.audit VALUES (26, '2026-09-21T15:30:00.000000+00:00', 'ann', 'start', NULL, 'e4c02862d774a63f9e0f57568a7b68d0a4ef62f605980c641365f19bc13d774a', '{}', 1, 'b95293840eca4de8b23229eabb9d51d7', '9fcf853790176c876d48478159c91d1497e7a935b6369e0137ed2858c10ad68b', '4b2070cef2e520a4faebc7260b5b849b703555d8272c2a32a98b3b2247755b71');
INSERT INTO public.audit VALUES (27, '2026-09-21T15:30:00.000000+00:00', 'ann', 'bolus', NULL, 'dd6a1f689d79a41cefeed39c19212b1a9764836b8369a1cdcdcc9162af1d563e', '{}', 1, 'c5e83389d54238b48bd74c5c88f4a8cc', '4b2070cef2e520a4faebc7260b5b849b703555d8272c2a32a98b3b2247755b71', '93a57178eed9cb2c616911971325f17f32ced88c0dea3aa8a34af571329433e6');
INSERT INTO public.audit VALUES (28, '2026-09-21T15:30:00.000000+00:00', 'ann', 'undo', NULL, '4d4e7b8eeab68a02699fee1de6a5dace51935f83aac790b7fbb9a191838dc50a', '{}', 1, 'cac3cb2c2e29556ab98cd84e4ee0f6c1', '93a57178eed9cb2c616911971325f17f32ced88c0dea3aa8a34af571329433e6', '1c64ceb64461a0987be52036056e7bf9dc8a23e24d0436abf2e6f88d1b83cf16');
INSERT INTO public.audit VALUES (29, '2026-09-21T15:30:00.000000+00:00', 'ann', 'bolus', NULL, 'e7bf3fd818500b976d5afd058203a69e7f84b2e2aeaf6e353202087df049458b', '{}', 1, '8f32d1ffaf7245f16d20ecf98a769640', '1c64ceb64461a0987be52036056e7bf9dc8a23e24d0436abf2e6f88d1b83cf16', 'adc799d7a8fd39567977270db557d517bb5294a751e9b1913ef6e122989458ad');
INSERT INTO public.audit VALUES (30, '2026-09-21T15:30:00.000000+00:00', 'ann', 'dose', NULL, 'f838ef5d07e923c6137e5acc5a5077471a9b6117d23cfa37cc9567a808ddbfbe', '{}', 1, '7686721f13e5df26497a095848460c1e', 'adc799d7a8fd39567977270db557d517bb5294a751e9b1913ef6e122989458ad', '21d74e4f331e2520ec15d1a58b2ad71bc89fff310fa1d6e189e3cc4b51e9d68d');
INSERT INTO public.audit VALUES (31, '2026-09-21T15:30:00.000000+00:00', 'ann', 'dose', NULL, '92b1b2b7df6ab19d01731fd9c70f56476a4874054ddd7344dbd10cdd039fc1c8', '{"counts":{"visit":[1,0]},"rows":[["visit","V9",[]]]}', 1, '9b6aabf7ceb5f3da31b71a2bca9dbfd7', '21d74e4f331e2520ec15d1a58b2ad71bc89fff310fa1d6e189e3cc4b51e9d68d', 'b05e03ed8422fc2f95bc8773e9d487d0f0fee1f464029bc90f5bb9efe4d04791');
INSERT INTO public.audit VALUES (32, '2026-09-21T15:30:00.000000+00:00', 'ann', 'refill', NULL, '5f72cc2c931dff56dfd6829e02ef9272b851b509c818b9642af751d5f8c3c9ce', '{}', 1, 'f2f215beb4da0e75d679f2446161321b', 'b05e03ed8422fc2f95bc8773e9d487d0f0fee1f464029bc90f5bb9efe4d04791', 'bfa1ad9a968667f64dc194d2178e681ce697464681d777911c9dfe87f1b4ce6a');
INSERT INTO public.audit VALUES (33, '2026-09-21T15:30:00.000000+00:00', 'ann', 'visit confirm', NULL, '2a3c66f70035f1c5396c40ae23a46818d96d28fdb220e44ff4097a4924c7e218', '{"counts":{"visit":[0,1]},"rows":[["visit","V3",["status"]]]}', 0, '', 'bfa1ad9a968667f64dc194d2178e681ce697464681d777911c9dfe87f1b4ce6a', '0688f01940492fa6384b2c394f52ac85ad95721a12f6143e895385d57c22989b');
INSERT INTO public.audit VALUES (34, '2026-09-21T15:30:00.000000+00:00', 'ann', 'visit add', NULL, '662166c941445b7c8f928fe461cb34e118030ec526dc1f48b81bc9dc7a353ccf', '{"counts":{"visit":[1,0]},"rows":[["visit","V10",[]]]}', 0, '', '0688f01940492fa6384b2c394f52ac85ad95721a12f6143e895385d57c22989b', '27fc1960d54bde373d217d28ff3046d082ceaedb2fc7c377d762d31f9bf8b26d');
INSERT INTO public.audit VALUES (35, '2026-10-05T14:00:00.000000+00:00', 'bea', 'refill', NULL, 'e46640b57c3e6fd289338c2e103131ead6681a789608e5593217a346420cdb72', '{}', 1, '31e787ecf4b66da33a1a0f683927e14b', '27fc1960d54bde373d217d28ff3046d082ceaedb2fc7c377d762d31f9bf8b26d', 'ee7eb1e11da32236dffe32444cec3ba2a0f5ad260e15e10fc6f56a6a36a0e18d');
INSERT INTO public.audit VALUES (36, '2026-10-05T14:00:00.000000+00:00', 'bea', 'refill', NULL, '7de9453cb6ff8aabbc949114a57581d9e4d8fb27392dfe8ab4995efdc31f1cc4', '{}', 1, '20af461bad0153c7d5c157769b505301', 'ee7eb1e11da32236dffe32444cec3ba2a0f5ad260e15e10fc6f56a6a36a0e18d', 'd4a84b7630744b52aa9f023de2f7b52ee0371b8969984c4359a2f0f02289a71f');
INSERT INTO public.audit VALUES (37, '2026-10-05T14:00:00.000000+00:00', 'bea', 'dose', NULL, 'fea188d1e51c232111040d9a65b11b7de5aeb0e72541a49e7463424b373afaa7', '{}', 1, '296b9e17506bb0d39e2e55335a55b752', 'd4a84b7630744b52aa9f023de2f7b52ee0371b8969984c4359a2f0f02289a71f', '12418cff3c5dab7fe3c8a21e1fdf010e4d24e2535bf07dbed67a2f4e5a017c49');
INSERT INTO public.audit VALUES (38, '2026-10-05T14:00:00.000000+00:00', 'bea', 'refill', NULL, 'b3a899099f3e16c33033766379ab40094a7417aebbfe214c94f1f3ca76dc70b6', '{}', 1, '244c5465b3aa905167a40534d7579f7f', '12418cff3c5dab7fe3c8a21e1fdf010e4d24e2535bf07dbed67a2f4e5a017c49', '20569bd6e0e1331597d854cfe14d0472432d32d53159f95041608d43a4fe34d1');
INSERT INTO public.audit VALUES (39, '2026-10-05T14:00:00.000000+00:00', 'bea', 'patient archive', NULL, '3e436407c4dfee8f2f29aa2c46575d65f680633bd2a43b703daf55a719ee2b9f', '{}', 1, '1d85657dab55d08ae69676003412cef7', '20569bd6e0e1331597d854cfe14d0472432d32d53159f95041608d43a4fe34d1', '40c50c475f003f617e603a2cc6bf0c3f8630df24d22f96f3dadeb7347405a64f');
INSERT INTO public.audit VALUES (40, '2026-10-05T14:00:00.000000+00:00', 'bea', 'patient archive', NULL, '15301dff042c6774807d46b1753de21ce3987c2103ea81a3f8653c5fad1c4488', '{}', 1, '3f058511b0771e2255c4d7bad0c1fca3', '40c50c475f003f617e603a2cc6bf0c3f8630df24d22f96f3dadeb7347405a64f', 'd3dc99652c253479f7798cf2a4672989af11128378a623d2bb1f9696030e8c8d');
INSERT INTO public.audit VALUES (41, '2026-10-05T14:00:00.000000+00:00', 'bea', 'undo', NULL, '0fdda6959b53c7acd1aeca854b8c53763cfafeb2763dda807074144bb38cecf7', '{}', 1, '14c455dffeff7b412a120f54bf534b22', 'd3dc99652c253479f7798cf2a4672989af11128378a623d2bb1f9696030e8c8d', '5e56ef5363d0dcf1128c7dbd7c31c3a8de02716eb4f3c9d5b30264442138ce06');
INSERT INTO public.audit VALUES (42, '2026-10-05T14:00:00.000000+00:00', 'bea', 'pump implant', NULL, '75c2a8c677cfd6d8b6bdf6ce331e713d80f4fc3cf15ba035520e9c3ca9925ef9', '{"counts":{"pump":[1,1]},"rows":[["pump","0013 2019-12-10",["explanted_on"]],["pump","0013 2026-10-02",[]]]}', 0, '', '5e56ef5363d0dcf1128c7dbd7c31c3a8de02716eb4f3c9d5b30264442138ce06', '79f0b7933f0506b586c6daa300449edbae894941558ec4633d5c01610ac5f7e3');
INSERT INTO public.audit VALUES (43, '2026-10-05T14:00:00.000000+00:00', 'bea', 'refill', NULL, '4a191bd69a61a01affa1a346851576d0a60ef22a9fdd55e441c37dbf9406ae4c', '{}', 1, '13b188a3068b19c30e85ff35ef96f0a5', '79f0b7933f0506b586c6daa300449edbae894941558ec4633d5c01610ac5f7e3', '4c0a98330909cbe82d68bf56d72c8039b4ec4b9404f6bd5d9120541e3dc338b3');
INSERT INTO public.audit VALUES (44, '2026-10-05T14:00:00.000000+00:00', 'bea', 'dose', NULL, '93bee93cfa7ffa742e9907d4c0b3e21567a021f280ca82375fb7c16d8742ab86', '{}', 1, '51b0dc2e44ee5569cfd35b08e7f329bc', '4c0a98330909cbe82d68bf56d72c8039b4ec4b9404f6bd5d9120541e3dc338b3', '61bb108231261acd9d3f6cde0e975b9dc5e9a4b6ac107ff7c811393243298837');
INSERT INTO public.audit VALUES (45, '2026-10-05T14:00:00.000000+00:00', 'bea', 'pump explant', NULL, '848baae8a603c443c89b451b39c2488b13e66065a2ed8bca84eed05a48f87760', '{"counts":{"pump":[0,1]},"rows":[["pump","0009 2026-08-15",["explanted_on"]]]}', 0, '', '61bb108231261acd9d3f6cde0e975b9dc5e9a4b6ac107ff7c811393243298837', '5b30d0d23238a05d8778d329aab2d6c208ad539d4a87c023aeeedb8255561976');
INSERT INTO public.audit VALUES (46, '2026-10-05T14:00:00.000000+00:00', 'bea', 'pump undo', NULL, 'd917793b9f9bb231af63ac9fc661edbd35c7fbed547f1dce8e053b6dbce70bf5', '{"counts":{"pump":[0,1]},"notes":[{"reason":"was another patient"}],"rows":[["pump","0009 2026-08-15",["explanted_on"]]]}', 0, '', '5b30d0d23238a05d8778d329aab2d6c208ad539d4a87c023aeeedb8255561976', 'd1b350e57fec0edb08675d941b5bf4d0f6ccad7f366c6842d5cbe76cf314a8ca');
INSERT INTO public.audit VALUES (47, '2026-10-05T14:00:00.000000+00:00', 'bea', 'pump explant', NULL, '0e955932648302c3989870710c0c2a3fa1bb3b88d81287a8280ae68bd07a5064', '{"counts":{"pump":[0,1]},"rows":[["pump","0009 2026-08-15",["explanted_on"]]]}', 0, '', 'd1b350e57fec0edb08675d941b5bf4d0f6ccad7f366c6842d5cbe76cf314a8ca', '9bdaf11c4ac6f580e5b0a37b91a69d423fef951d72a72c8f249157779253858d');
INSERT INTO public.audit VALUES (48, '2026-10-05T14:00:00.000000+00:00', 'bea', 'refill', NULL, '7848f6ddd0b8f33c9ae22550a08f18d0232b97fdfbb86601e3fd7890c96e88a7', '{}', 1, '135d5ba2160bd6511c2c7a615cfcfaa3', '9bdaf11c4ac6f580e5b0a37b91a69d423fef951d72a72c8f249157779253858d', 'dc8cef08ef131d4b185fed62c16dc7b676a4f193980e745c611aae639d00a49f');
INSERT INTO public.audit VALUES (49, '2026-10-05T14:00:00.000000+00:00', 'bea', 'stop', NULL, '57a3b22fe2fddef18e9ed213c08dfd85f0aef7c0a3c14ac00265a64cba34be9c', '{}', 1, 'bb29a0dcbd358f4ef5affdc83d070b73', 'dc8cef08ef131d4b185fed62c16dc7b676a4f193980e745c611aae639d00a49f', 'f7096ac79398133fdb22e16a99118585701a55438216693b9021e5aa9771f70a');
INSERT INTO public.audit VALUES (50, '2026-10-05T14:00:00.000000+00:00', 'bea', 'refill', NULL, 'b0f178edbec22e9c38d65c0728abd40d2c1b3e20891197782f848af1dd6d8e93', '{}', 1, 'c0ba1692762b058836383af56044438a', 'f7096ac79398133fdb22e16a99118585701a55438216693b9021e5aa9771f70a', 'd97daecef960f28f177ab14fe254b98f27c63cdbf5408963d02e20806ccf1b4a');
INSERT INTO public.audit VALUES (51, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, 'eaa4fe0ec8b553c6632e1bb81e0c674f8ac43f7e20e29993ef251300d8a5dea3', '{}', 1, '377a82de38567f80e2fa4b9689bd1128', 'd97daecef960f28f177ab14fe254b98f27c63cdbf5408963d02e20806ccf1b4a', 'a84956d549824ccdcf025995148205d3e7459c1a38127fb1d70ab0b1fd02b6c7');
INSERT INTO public.audit VALUES (52, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, 'f6b1d7f89e7f6d136e66ee15b407e394933581bdfd46f173076b966a6915ceff', '{}', 1, '0ab55615aa7e567fa95fba9e8acd3c60', 'a84956d549824ccdcf025995148205d3e7459c1a38127fb1d70ab0b1fd02b6c7', '04768fad831c9e267a501e232b9ba05da7c9a79d10a991fb7ab167f2652be2cb');
INSERT INTO public.audit VALUES (53, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, '3e4395fa0922300618ee4268e2dd8677524d5d1b0dca6b640110b050755f0901', '{}', 1, '9cbc6c615d5be6e50f7f4137b52fb2a8', '04768fad831c9e267a501e232b9ba05da7c9a79d10a991fb7ab167f2652be2cb', '4a25296fcc15b188cd6d9e54d79250822a7eb6739dae1acce2180ecfaed95c26');
INSERT INTO public.audit VALUES (54, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, '56886b673e47099524c1618060bcf20dd251b6c9b4bfc532070865b96ced83cc', '{}', 1, '2b5ceb16f268f0812cd77880739e818e', '4a25296fcc15b188cd6d9e54d79250822a7eb6739dae1acce2180ecfaed95c26', '60728e008f82b53e78209bd7cf819c94ae11b2ed4f059f67591c62e7cd6a752b');
INSERT INTO public.audit VALUES (55, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, 'ef1c09d7fae2207ab167eede4c4f05c8083ecddd741c73f11c83206a745bff61', '{}', 1, '4efd20fed0f817a868d856cf15ac6380', '60728e008f82b53e78209bd7cf819c94ae11b2ed4f059f67591c62e7cd6a752b', 'c039dc9b421c41b210d44bf28f92e4741a2f73cb8bd19672da641d388412eee1');
INSERT INTO public.audit VALUES (56, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, 'b17ec37a013f02156d289ae8d6d6d2450668345c330448bd0624b2eb8985c3c2', '{}', 1, 'eccbad5dfbd7992158d56547390b4b0b', 'c039dc9b421c41b210d44bf28f92e4741a2f73cb8bd19672da641d388412eee1', 'e898a9ca902f842161b3333bf960907f38e01ad934640eafdd9bd42549d81bd3');
INSERT INTO public.audit VALUES (57, '2026-11-16T17:00:00.000000+00:00', 'ann', 'stop', NULL, '398e4811f2909f7bd545ad5511b4bc2be08dc1629bb05f2b45375c506400e722', '{}', 1, '7ed828d34a2b70de548bd590e9c9d434', 'e898a9ca902f842161b3333bf960907f38e01ad934640eafdd9bd42549d81bd3', '734eae1c54bbe7d73db2b336ef021d8cf286a194dd34cdb5ef8308a02f2eb891');
INSERT INTO public.audit VALUES (58, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, '8f8bdd95af10ad938d8ec642e350b51d7340e96ac567715264e04fe18936f6d2', '{}', 1, '8e1131f16952d01554bf8593fece2258', '734eae1c54bbe7d73db2b336ef021d8cf286a194dd34cdb5ef8308a02f2eb891', '9b1cdf065ea3b25c65799c43dbb5830506da802d6c189eb3c3cfabc1c484c476');
INSERT INTO public.audit VALUES (59, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, 'ba975f1a98669510a0d046d482335141b34f5ff279fbfa369877fce208957fb3', '{}', 1, 'bc1e6385ccd745cd2d3aea2a47d39dd0', '9b1cdf065ea3b25c65799c43dbb5830506da802d6c189eb3c3cfabc1c484c476', 'ad3bc083197382aaeab39a77c0a9b4c67a22ebc80368435547b72bc0a6f771aa');
INSERT INTO public.audit VALUES (60, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, '9a7212f68c82738bf12ee0a4f2807937ca29462e4047dceb8ce4f16d4b45c3fc', '{}', 1, 'b9ec75962f6ea5761200e295666126c0', 'ad3bc083197382aaeab39a77c0a9b4c67a22ebc80368435547b72bc0a6f771aa', '48693bf5496e1ad19c7487aef2d8b1cd3b94cd5bc61b9e4febf327c1fc5c8922');
INSERT INTO public.audit VALUES (61, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, 'a5aa4a361fdf1039978239397247264de99f95122106662e6c0a2ce802fe88cc', '{}', 1, '6518c873d7fe48acbd95b3895c3e52c9', '48693bf5496e1ad19c7487aef2d8b1cd3b94cd5bc61b9e4febf327c1fc5c8922', 'd7a4582ac9de1beb01e0f3c4660f15718034eec52e825852d0ddb8e29aec17ec');
INSERT INTO public.audit VALUES (62, '2026-11-16T17:00:00.000000+00:00', 'ann', 'refill', NULL, '2b39a9d55e7bf21b4d1bb5916ffcae378879460c14a59a3896130fe9b3e3558c', '{}', 1, '2b51cc03ddaac7ca00e34aa129009883', 'd7a4582ac9de1beb01e0f3c4660f15718034eec52e825852d0ddb8e29aec17ec', '61890a7c8a634dda35ab842ece412738eb9fc3a46388b11d4fa10d948c6a51e6');
INSERT INTO public.audit VALUES (63, '2026-11-16T17:00:00.000000+00:00', 'ann', 'dose', NULL, 'fc6fd2c4a14f0bf79c2cfa5c0cd101de52c1f799ba42e8e8f9eaaec062f088e5', '{}', 1, '8b482feec81ab68629bd57b0632b7dd6', '61890a7c8a634dda35ab842ece412738eb9fc3a46388b11d4fa10d948c6a51e6', '83716034f0c4ba592008d3fa015f47d0e1ce5f103d5f6d10bcaa55074877c9d0');
INSERT INTO public.audit VALUES (64, '2026-11-16T17:00:00.000000+00:00', 'ann', 'visit move', NULL, '7d11e33c32c617cb4ceaab1d93d3b0f815a65239d34149f3c2ec79abbf347af9', '{"counts":{"visit":[0,1]},"rows":[["visit","X-9",["day","minute"]]]}', 0, '', '83716034f0c4ba592008d3fa015f47d0e1ce5f103d5f6d10bcaa55074877c9d0', '82e79e7e4aa6b58aa9cf7ebf8a0545b417987269eb10814e77746b787cc949e4');
INSERT INTO public.audit VALUES (65, '2026-11-16T17:00:00.000000+00:00', 'ann', 'visit add', NULL, '30beafa4d62a7b2a8c8d1e029b53f87b58faa73cc34d56b47a8d8d7976c8d54a', '{"counts":{"visit":[1,0]},"rows":[["visit","V11",[]]]}', 0, '', '82e79e7e4aa6b58aa9cf7ebf8a0545b417987269eb10814e77746b787cc949e4', 'a53fafba4840fb8dd0d62634cc866f31e451439678ca3016c56882b8728d246b');
INSERT INTO public.audit VALUES (66, '2026-11-16T17:00:00.000000+00:00', 'ann', 'visit cancel', NULL, '0712a28f2c761e7179fc191dbc83efffdc5c70574a4f11a9c8abf390c0f289fb', '{"counts":{"visit":[0,1]},"notes":[{"reason":"trial put off"}],"rows":[["visit","V8",["status"]]]}', 0, '', 'a53fafba4840fb8dd0d62634cc866f31e451439678ca3016c56882b8728d246b', 'cc694583b6cb79d74dca0ef4dcb6c4aead7ebdad3f0501d4ca2d5416771025d4');
INSERT INTO public.audit VALUES (67, '2026-11-16T17:00:00.000000+00:00', 'ann', 'visit add', NULL, '50351eccf237a99fc9c67bb508d75166a8abea2c4eed8c1daab768f78d0a0ad4', '{"counts":{"visit":[1,0]},"rows":[["visit","V12",[]]]}', 0, '', 'cc694583b6cb79d74dca0ef4dcb6c4aead7ebdad3f0501d4ca2d5416771025d4', '01a9e367dd4a63487c73ded79ae925d1e5a8e82d30163d7228b432a048578478');
INSERT INTO public.audit VALUES (68, '2026-11-22T16:00:00.000000+00:00', 'ann', 'plan', NULL, '16efd37de2cea7864a3bddb2709fa491e0cbbb6beb0e77278023af7177003db7', '{"counts":{"visit":[7,2]},"rows":[["visit","V13",[]],["visit","V14",[]],["visit","V15",[]],["visit","V16",[]],["visit","V17",[]],["visit","V18",[]],["visit","V19",[]],["visit","V4",["day","minute"]],["visit","V4",["nurses"]]]}', 0, '', '01a9e367dd4a63487c73ded79ae925d1e5a8e82d30163d7228b432a048578478', '6a287866967ad8c6bcfc87ddc796625947b6a978980bd1312ff11ad6e7715e7c');


--
-- Data for Name: authorization; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public."authorization" VALUES (1, 1, 'PA-26-00001', 'Saint Croix Benefit Trust', '2026-05-01', '2027-04-30', 12, '7787450f83fed7094e4005d3249975b0');
INSERT INTO public."authorization" VALUES (2, 2, 'PA-26-00002', 'Tri-County Medical Assistance', '2026-05-28', '2026-11-27', 1, 'b11eb45281c2bc98f89c659f7e60b356');
INSERT INTO public."authorization" VALUES (3, 16, 'PA-25-00016', 'Lakes Mutual', '2025-06-01', '2026-05-31', 12, '725749e0dd08de255be641eaab402108');
INSERT INTO public."authorization" VALUES (5, 24, 'PA/26 (24)', 'North & Prairie', '2026-09-01', '2026-12-31', 3, '6d0de81f56c90a79889278f760aa2ab7');
INSERT INTO public."authorization" VALUES (4, 19, 'PA-26-00019', 'Lakes Mutual', NULL, '2027-01-31', NULL, '5012afbe4192be5c1eefb255b53aa284');


--
-- Data for Name: closure; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.closure VALUES (1, '0027', '2026-11-30', '2026-12-03', 'travelling', '471ef02a09d6238e50b52f0ddfe98c14');
INSERT INTO public.closure VALUES (2, 'N3', '2026-12-07', '2026-12-11', 'vacation', 'dd0f1821c39a9535f20a6b151d54a3b0');
INSERT INTO public.closure VALUES (3, 'STP', '2026-12-01', '2026-12-02', 'painting', '6095061ca6998f31e1d688aa1c9620a4');
INSERT INTO public.closure VALUES (4, 'all', '2026-11-26', '2026-11-26', 'Thanksgiving', 'cc17781d3db0adddcbf2c9cf2c08f75e');
INSERT INTO public.closure VALUES (5, 'all', '2026-12-25', '2026-12-25', 'Christmas', '633265ff380435b81cf67dddd48d270f');
INSERT INTO public.closure VALUES (6, 'N6', '2026-11-30', '2026-12-02', 'course', '7f054a844e58be8b961b82277630c1cb');
INSERT INTO public.closure VALUES (7, 'all', '2027-01-01', '2027-01-01', 'New Year', 'b9fdd1708c395b26afc10f2f353f088c');


--
-- Data for Name: fact; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.fact VALUES (1, 1, 1, '2026-06-10', 600, 'fill', 1, 3100, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2899564671410494468, 1, '22d4f66fe90637a0d371e5792d14b150');
INSERT INTO public.fact VALUES (2, 1, 1, '2026-06-10', 605, 'dose', NULL, NULL, NULL, NULL, NULL, 120000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8951886834388916858, 1, '391d21a5b631d8e11b62f4b5f6ec508c');
INSERT INTO public.fact VALUES (3, 1, 1, '2026-08-26', 600, 'fill', NULL, 2000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2424065102254291169, 1, '9f9c3c37fdd99a9bd7f22b646b683aaa');
INSERT INTO public.fact VALUES (4, 2, 2, '2026-08-20', NULL, 'fill', 2, 6000, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4490687770996998870, 1, '6c738c3c807e03dcda9416ceb9e83cdc');
INSERT INTO public.fact VALUES (5, 2, 2, '2026-08-20', NULL, 'dose', NULL, NULL, NULL, NULL, NULL, 6000000, NULL, 250000, 4, 120, NULL, NULL, '', NULL, 8636323268294464759, 1, '07927490c2db4c62968bf967985a1a5e');
INSERT INTO public.fact VALUES (6, 3, 3, '2026-08-05', NULL, 'fill', 3, NULL, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5549913058662440551, 1, '311ed4acd71df951122d7d1870d11932');
INSERT INTO public.fact VALUES (7, 3, 3, '2026-08-05', NULL, 'dose', NULL, NULL, NULL, NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 584324479069966303, 1, '7ae77c38bf567083760ac69d97c07d70');
INSERT INTO public.fact VALUES (8, 3, 3, '2026-08-06', 540, 'fill', 3, 17900, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'typed twice', NULL, 305318588700101843, 1, '61bce3bab62d33e0889e182a96ba2047');
INSERT INTO public.fact VALUES (9, 4, 4, '2026-09-01', 510, 'fill', 4, 4000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4968181609782652985, 1, '1003cbd1592f6fcf7694beeb82a5ea5a');
INSERT INTO public.fact VALUES (10, 4, 4, '2026-09-01', 525, 'dose', NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, 'school hours', NULL, 2756457779868248905, 1, 'b859801d01566a83480f2433cd01c665');
INSERT INTO public.fact VALUES (11, 5, 5, '2026-09-01', NULL, 'fill', 5, 8000, 30000, 30000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3339217165265958081, 1, '322a2c7e2cffc112563c433f99bc3aad');
INSERT INTO public.fact VALUES (12, 6, 6, '2026-08-28', 840, 'fill', 6, 5000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4114055008711856985, 1, 'bdd1440a3ec82dfa5512f33de810cdbc');
INSERT INTO public.fact VALUES (13, 6, 6, '2026-08-28', 850, 'dose', NULL, NULL, NULL, NULL, NULL, 1200000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9068433994878725720, 1, 'b83097b00377d233f08e82154c98a1fc');
INSERT INTO public.fact VALUES (14, 7, 7, '2026-09-02', 540, 'fill', 4, 10000, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5316267776403154760, 1, 'c631b0dfc24318f54bd56c85fdf89265');
INSERT INTO public.fact VALUES (15, 7, 7, '2026-09-02', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 400000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6254475640637971228, 1, 'a5529a523c326d7887dcddc0b7b7f6f0');
INSERT INTO public.fact VALUES (16, 7, 7, '2026-09-05', NULL, 'stop', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'MRI', NULL, 3975008838293040522, 1, 'cfff27d074646dd9e3e170170383f9d8');
INSERT INTO public.fact VALUES (17, 7, 7, '2026-09-06', 720, 'start', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3395227347984184642, 1, '83e6464c7523ee860de032f31ac9c9e9');
INSERT INTO public.fact VALUES (18, 9, 9, '2026-09-03', NULL, 'fill', 1, NULL, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6199621009472120855, 1, 'd86129cd088cf1345d707160bded040c');
INSERT INTO public.fact VALUES (19, 11, 10, '2026-07-16', 540, 'fill', 7, 6000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8639001299929573727, 1, '6e580e8d1150226fab111ccbd1da37af');
INSERT INTO public.fact VALUES (20, 11, 10, '2026-07-16', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 5000000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5224752237431124229, 1, 'ab233d535c3f0a23a171b649056317dd');
INSERT INTO public.fact VALUES (21, 12, 11, '2026-08-16', 540, 'fill', 1, 6000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2787226444788617758, 1, '6e56920c9e9f5f5c95e8837aa4bc1fa1');
INSERT INTO public.fact VALUES (22, 12, 11, '2026-08-16', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 90000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4915666852756156994, 1, 'cfdf876abe64e1047ae17f894fca6390');
INSERT INTO public.fact VALUES (23, 13, 12, '2026-08-10', 540, 'fill', 1, 6000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7465123778408764774, 1, '8822b43ab8c92d51c3bd4de5aff00d3f');
INSERT INTO public.fact VALUES (24, 13, 12, '2026-08-10', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1527402105260965010, 1, 'aad0a51121b5dc7ee9a58f04847ed07b');
INSERT INTO public.fact VALUES (25, 14, 13, '2026-08-01', 540, 'fill', 1, 6000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4280120432956386589, 1, 'd645bf2a02869eb81b514c34b7a94422');
INSERT INTO public.fact VALUES (26, 14, 13, '2026-08-01', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 95000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1539722885223405337, 1, '20a312b450d237a2b31865c3932127ab');
INSERT INTO public.fact VALUES (27, 15, 14, '2026-08-15', 540, 'fill', 2, 6000, 38000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3224720480671492035, 1, '9b5e0b2db40c55ae2fd1466914575f7a');
INSERT INTO public.fact VALUES (28, 15, 14, '2026-08-15', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 7000000, NULL, 500000, 2, NULL, NULL, NULL, '', NULL, 773675556343676224, 1, 'db81ab8fd83167bff2c48ffbc6f17424');
INSERT INTO public.fact VALUES (29, 16, 15, '2026-08-15', 540, 'fill', 1, 6000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1619738950837630914, 1, '8a25437bd59d2b8aa845c78dbe2003c2');
INSERT INTO public.fact VALUES (30, 16, 15, '2026-08-15', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 85000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1565076485792885198, 1, '69dfe5e11a6b5a9f8a51869db8723e26');
INSERT INTO public.fact VALUES (31, 17, 16, '2026-09-10', 540, 'fill', 8, NULL, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4583134504198352090, 1, 'd57af020e222df1d80d8bdde48d75e2f');
INSERT INTO public.fact VALUES (32, 17, 16, '2026-09-10', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 2400, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7899808114006453313, 1, '48f5bfe01d7d72ebfe035f39fb3382e9');
INSERT INTO public.fact VALUES (33, 18, 17, '2026-09-08', 540, 'fill', 1, 5000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2220097988005634955, 1, '99096d736609994e0ddfa1cc51f25bf9');
INSERT INTO public.fact VALUES (34, 18, 17, '2026-09-08', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 110000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 9207376339274380566, 1, 'c2db2619e71a620bdff79374d9245f60');
INSERT INTO public.fact VALUES (35, 18, 17, '2026-09-09', 600, 'bolus', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50000, NULL, 'test bolus', NULL, 1867014431910573652, 1, '46f7ab3943c977d7168dbe1be54c05c0');
INSERT INTO public.fact VALUES (36, 18, 17, '2026-09-09', 660, 'bolus', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 100, '', NULL, 6321853200828629995, 1, '6aaa4b31b72e886e01d7053752bdb576');
INSERT INTO public.fact VALUES (37, 19, 18, '2026-09-07', 540, 'fill', 9, 5000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 441439805779786285, 1, '1c2e62156caec448b6f3aeb252beed34');
INSERT INTO public.fact VALUES (38, 19, 18, '2026-09-07', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 2000000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8298729749558339227, 1, '1d9b57f4ceb478593fd2255e0e7696fa');
INSERT INTO public.fact VALUES (39, 20, 19, '2026-06-20', 540, 'fill', 10, 5000, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 309957201005014080, 1, 'c14637466eca9be2388a9b7533cce27d');
INSERT INTO public.fact VALUES (40, 20, 19, '2026-06-20', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 8000000, NULL, 1000000, 3, NULL, NULL, NULL, '', NULL, 6825716708614517827, 1, '74bf7c30a3096e1f5257ec8672bba11f');
INSERT INTO public.fact VALUES (41, 20, 19, '2026-09-01', 540, 'fill', NULL, 22000, 40000, 40000, 57, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5352512226275300817, 1, 'cbdbbfa2a34b5ae130e877fe24023aae');
INSERT INTO public.fact VALUES (42, 21, 20, '2026-09-01', 540, 'fill', 1, 5000, 17000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'reads 20 on the programmer', NULL, 343115506097915739, 1, 'a832db5c703d7d1e8f689416c890aa92');
INSERT INTO public.fact VALUES (43, 21, 20, '2026-09-01', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8910089471476192232, 1, '7dde0e8a7af6a97f8d333b7cf0e7f522');
INSERT INTO public.fact VALUES (44, 22, 21, '2026-09-09', 540, 'fill', 1, 5000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8715964199886851152, 1, '25c6ea1ed4ea0ba9d789d6bde85069a7');
INSERT INTO public.fact VALUES (45, 22, 21, '2026-09-09', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4772553580870915423, 1, '52f664fa8e6003253c2f79e43c37812d');
INSERT INTO public.fact VALUES (46, 23, 22, '2026-09-09', 600, 'fill', 1, 5000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6592094914764622988, 1, '294b9e5fd16f65070344f5af6ea97d49');
INSERT INTO public.fact VALUES (47, 23, 22, '2026-09-09', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 105000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2558920184724078173, 1, '5e8743f67bdba2766b7bec2487dc2565');
INSERT INTO public.fact VALUES (48, 24, 23, '2026-09-09', 660, 'fill', 4, NULL, 40000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3216802172234727178, 1, '51329ca8658dbd1a3412670a9eac2cd0');
INSERT INTO public.fact VALUES (49, 24, 23, '2026-09-09', 660, 'dose', NULL, NULL, NULL, NULL, NULL, 300000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8177185948204494827, 1, 'e454a8f1865c4d34b573baeaf26e15f4');
INSERT INTO public.fact VALUES (50, 25, 24, '2026-09-10', 600, 'fill', 1, 4500, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3749638696134244778, 1, '5ab548d0c4d9f12e93b95bad4be0eaa1');
INSERT INTO public.fact VALUES (51, 25, 24, '2026-09-10', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 115000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8295948470369344126, 1, '4892ce66c0b8a89c4bc3779d65f8584c');
INSERT INTO public.fact VALUES (52, 26, 25, '2026-01-05', NULL, 'fill', 1, 5000, 18000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4552249582636976952, 1, 'e31f5ca1d668516ff474796f103a01a5');
INSERT INTO public.fact VALUES (53, 26, 25, '2026-01-05', NULL, 'dose', NULL, NULL, NULL, NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7030281150959232723, 1, 'bb86bbe4f4f2089b873e1386adca3fde');
INSERT INTO public.fact VALUES (54, 26, 26, '2026-02-01', 720, 'fill', 1, NULL, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'first of the new pump', NULL, 8813253802462903964, 1, '13a10117c136257576a3e18ce065cae4');
INSERT INTO public.fact VALUES (55, 26, 26, '2026-02-01', 720, 'dose', NULL, NULL, NULL, NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7600436657681214423, 1, '47f9212d0fc990b561b9f009347ed470');
INSERT INTO public.fact VALUES (56, 26, 26, '2026-08-31', 720, 'fill', 4, 8000, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'stronger', NULL, 6655680699217148209, 1, '3a6369a89ad791d8e65c895f5a993d1a');
INSERT INTO public.fact VALUES (57, 27, 27, '2026-09-10', 600, 'fill', 1, 4500, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3749638696134244778, 1, 'c7785f94b4c4e2e55b0a9bf2f4a34c43');
INSERT INTO public.fact VALUES (58, 27, 27, '2026-09-10', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 118000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1021498278237517415, 1, '50eeb74f7fb2317304d1d049ac4275ca');
INSERT INTO public.fact VALUES (59, 28, 28, '2026-09-10', 600, 'fill', 11, 4500, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8537909355401478005, 1, 'e308dc6c5c25c94c9ce83ee8c64ab437');
INSERT INTO public.fact VALUES (60, 28, 28, '2026-09-10', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 200000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 3951693943087742418, 1, '7d8ab0a6bfeb9d72a7184ff7a69fe8e4');
INSERT INTO public.fact VALUES (61, 29, 29, '2026-09-10', 600, 'fill', 12, 4500, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8703357436880999760, 1, '0f289ca9856266c1cb0c0397930d4744');
INSERT INTO public.fact VALUES (62, 29, 29, '2026-09-10', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 25000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7762366880565208289, 1, '3bd4b3057366f4a6b48c8c21bdfd02a6');
INSERT INTO public.fact VALUES (63, 30, 30, '2026-09-04', 600, 'fill', 1, 4500, 20000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7471688815620820318, 1, 'ee99aa630dc47eb69792c25fb3ef054b');
INSERT INTO public.fact VALUES (64, 30, 30, '2026-09-04', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 60000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1156317504759597737, 1, '8bbfb7264d6e06f40e283836a957cabf');
INSERT INTO public.fact VALUES (65, 30, 30, '2026-09-05', 600, 'attempt', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'no septum found', NULL, 583521863304629682, 1, 'bf7a010a67359469b260f6b932fb94a7');
INSERT INTO public.fact VALUES (66, 3, 3, '2026-08-06', 540, 'void', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'typed twice', 8, 6980902935143409677, 1, '30e673fa373c992f95bbe577375c3f0e');
INSERT INTO public.fact VALUES (67, 31, 31, '2026-09-21', 540, 'fill', 1, 0, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4387523245092813161, 21, 'cfdf54f5663df51a5d2f8af616a520ec');
INSERT INTO public.fact VALUES (68, 31, 31, '2026-09-21', 545, 'dose', NULL, NULL, NULL, NULL, NULL, 50000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4980331239217531914, 22, 'a4474e84790ef904b1347d0d12c637a6');
INSERT INTO public.fact VALUES (69, 31, 31, '2026-09-21', 600, 'dose', NULL, NULL, NULL, NULL, NULL, 55000, NULL, NULL, NULL, NULL, NULL, NULL, 'spasms', NULL, 5933333590976363184, 23, 'f89e5c38e997f4a3c74be76275ddd5b7');
INSERT INTO public.fact VALUES (70, 14, 13, '2026-09-21', 630, 'attempt', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'needle blocked', NULL, 5589275460441444332, 24, 'b0d59485f56ab684ccd14ca7b0afd479');
INSERT INTO public.fact VALUES (71, 7, 7, '2026-09-21', 630, 'stop', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'MRI', NULL, 553289445912090548, 25, '1ba70c78dca300a67a85b31597f5e9a1');
INSERT INTO public.fact VALUES (72, 7, 7, '2026-09-21', 630, 'start', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8287653216730402083, 26, '2da10f51714bb8c00735c4d02a67d9ae');
INSERT INTO public.fact VALUES (73, 30, 30, '2026-09-21', 605, 'bolus', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 10000, NULL, 'test', NULL, 8816372859756952731, 27, '30b0f0dd8d36e6345d3e3b97546d6ead');
INSERT INTO public.fact VALUES (74, 30, 30, '2026-09-21', 605, 'void', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'it was 12 mcg', 73, 9031558826949119644, 28, '9ff2cc39d09ef53f53a63d2879eccd75');
INSERT INTO public.fact VALUES (75, 30, 30, '2026-09-21', 605, 'bolus', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 24, '', NULL, 1002523432566443879, 29, '663b764daf57899a40fd6ad2b9fe4ba8');
INSERT INTO public.fact VALUES (76, 30, 30, '2026-09-21', 630, 'dose', NULL, NULL, NULL, NULL, NULL, NULL, 2, NULL, NULL, NULL, NULL, NULL, '', NULL, 6025616683863490816, 30, '9fa4e1deddfbe0655e3adeb0d077cf02');
INSERT INTO public.fact VALUES (77, 30, 30, '2026-09-21', 630, 'dose', NULL, NULL, NULL, NULL, NULL, 72000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4347896442877207388, 31, '33af5c02efe1f406ec8dd6e545b0d65f');
INSERT INTO public.fact VALUES (78, 11, 10, '2026-09-21', 630, 'fill', NULL, 3900, 20000, 19000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'accepted: 0.9 mL lost', NULL, 3295442854185789185, 32, '5a2e072bc6a36fecfc794ffcdce481ad');
INSERT INTO public.fact VALUES (79, 17, 16, '2026-09-24', 660, 'fill', NULL, 2000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4737743451682427894, 35, 'ecd059c479e3ba90c9cb2d82d8e80f49');
INSERT INTO public.fact VALUES (80, 2, 2, '2026-10-05', 540, 'fill', NULL, 12000, 38000, NULL, 90, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'slow to aspirate', NULL, 4822461435604450901, 36, 'd5a0b9a3ff1b3e1cf684a7679571cd60');
INSERT INTO public.fact VALUES (81, 2, 2, '2026-10-05', 540, 'dose', NULL, NULL, NULL, NULL, NULL, 7000000, NULL, 300000, 4, 120, NULL, NULL, '', NULL, 7559792550146565431, 37, 'a1b2b9df3b5c7ff42c9423e328fcb898');
INSERT INTO public.fact VALUES (82, 15, 14, '2026-10-05', 540, 'fill', 13, 20000, 38000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7062427788484153909, 38, 'af415c182771ec97e324b158db3a51fc');
INSERT INTO public.fact VALUES (83, 12, NULL, '2026-10-01', NULL, 'archive', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'died', NULL, 5749170299105543512, 39, '2ded9471ccbf02e95198412a54e94fe7');
INSERT INTO public.fact VALUES (84, 29, NULL, '2026-10-05', NULL, 'archive', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'moved', NULL, 2862926317930834717, 40, 'd15b4c5b2d126c2dd25556185afeab75');
INSERT INTO public.fact VALUES (85, 29, NULL, '2026-10-05', NULL, 'void', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'came back', 84, 8754092246020479891, 41, '27c1c24da1f92d41fff7c1bd79a07ce1');
INSERT INTO public.fact VALUES (86, 13, 32, '2026-10-02', NULL, 'fill', 1, 0, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7478390557077661323, 43, '1bb2d7977136a76be99c9967a307d50c');
INSERT INTO public.fact VALUES (87, 13, 32, '2026-10-02', NULL, 'dose', NULL, NULL, NULL, NULL, NULL, 100000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 8174158803582491006, 44, '563e86f694fb7c7c68257e9d9f493c82');
INSERT INTO public.fact VALUES (88, 4, 4, '2026-10-01', 480, 'fill', NULL, 5000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6408050749421689556, 48, 'f34f4cf01e308e5b3c3941eb7e7e130a');
INSERT INTO public.fact VALUES (89, 16, 15, '2026-10-05', NULL, 'stop', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7055199043593483820, 49, '9d50a516c578049a21c6f9de1029fa99');
INSERT INTO public.fact VALUES (90, 18, 17, '2026-10-05', 540, 'fill', NULL, 8000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 720896950526524622, 50, 'b588ec713b6ca3b9e2ccd8ad302dc28e');
INSERT INTO public.fact VALUES (91, 1, 1, '2026-10-30', 570, 'fill', NULL, 2200, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 4413543483466839838, 51, '65d108c14a91509387177fbed791e0cc');
INSERT INTO public.fact VALUES (92, 19, 18, '2026-11-02', 600, 'fill', NULL, 7500, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5946879599392733553, 52, 'c0bd9dc3a2ea932f3597ede36ba9c33b');
INSERT INTO public.fact VALUES (93, 20, 19, '2026-10-28', 600, 'fill', NULL, 18000, 40000, NULL, 100, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5917021188150652705, 53, 'e8e9b2f06e3fde7a0a745272052442a1');
INSERT INTO public.fact VALUES (94, 22, 21, '2026-11-13', 600, 'fill', NULL, 4400, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2981861356307895175, 54, '7ef9b3a6206c2abc283e83771b43dd7b');
INSERT INTO public.fact VALUES (95, 23, 22, '2026-11-13', 660, 'fill', NULL, 3400, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2048127123657308805, 55, '2e49f3239c703f98704f848c1728f667');
INSERT INTO public.fact VALUES (96, 7, 7, '2026-11-12', 660, 'fill', NULL, 30000, 40000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1536428718425176162, 56, '44ab5461cc26ffec8de1918698349602');
INSERT INTO public.fact VALUES (97, 7, 7, '2026-11-15', NULL, 'stop', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'infection', NULL, 4902468812593912557, 57, '7b8b1ba3be7f76008def5dcb51239ec3');
INSERT INTO public.fact VALUES (98, 25, 24, '2026-11-12', 600, 'fill', NULL, 4400, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 7271429338353040963, 58, 'a2d7b5d2e4e23da71ee42745a985f53a');
INSERT INTO public.fact VALUES (99, 26, 26, '2026-11-05', 600, 'fill', NULL, 15000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 5440108783590690017, 59, 'c59ade97026c164c5306ed37ef754013');
INSERT INTO public.fact VALUES (100, 28, 28, '2026-11-05', 720, 'fill', NULL, 13000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 2267644892533789967, 60, '9de0a0b5377fae6a3b4e4eb3791180f6');
INSERT INTO public.fact VALUES (101, 30, 30, '2026-11-05', 780, 'fill', NULL, 12000, 20000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 6247338459460308152, 61, 'ab518fbcdba2771a53b5a2f945fe9def');
INSERT INTO public.fact VALUES (102, 17, 16, '2026-11-02', 660, 'fill', NULL, 5000, 18000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 826186769394800258, 62, '42d1a2cdfb0e1b41bdb6f7e9fa520b40');
INSERT INTO public.fact VALUES (103, 1, 1, '2026-12-01', NULL, 'dose', NULL, NULL, NULL, NULL, NULL, 132000, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 1660808513971625328, 63, 'bdb19cf97ac0c6a846fa32b066b8a2a8');


--
-- Data for Name: flex; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.flex VALUES (1, '00:00 5 mcg/h; 08:00 20 mcg/h; 20:00 8 mcg/h', '61955721637b661090a51ef9bd846e88');
INSERT INTO public.flex VALUES (2, '00:00 2 mcg/h; 06:00 3 mcg/h; 22:00 2 mcg/h', 'ee295980e43bdac351d10e64d5248584');


--
-- Data for Name: flex_step; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.flex_step VALUES (1, 0, 120000, '32a9f22c827034c03178941d3dc48bd5');
INSERT INTO public.flex_step VALUES (1, 480, 480000, 'e6e9ae98495e7f366f57a654c30d8a2e');
INSERT INTO public.flex_step VALUES (1, 1200, 192000, '4a5c8f16ae42f81749bf81e7b8e95567');
INSERT INTO public.flex_step VALUES (2, 0, 48000, 'ecaccc020afdb244136242d49d165eab');
INSERT INTO public.flex_step VALUES (2, 360, 72000, '34ca973cc5c5847d2d4f9a77499a3869');
INSERT INTO public.flex_step VALUES (2, 1320, 48000, 'c610c27de9d9fea82e5a97374e827275');


--
-- Data for Name: leg; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.leg VALUES ('N1', '0001', 22, 18000, '772668fea26019e24a131e2c411e8113');
INSERT INTO public.leg VALUES ('0001', 'N1', 25, 18400, '4b7d5d174ef39c5ee8549ddd8a1ae3ee');
INSERT INTO public.leg VALUES ('0001', '0013', 17, 12000, 'aa8571d40269d6119dfbc1f6384f262f');


--
-- Data for Name: mixture; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.mixture VALUES (1, 'baclofen 500 mcg/mL', '8f076e25bb6ba2a77099226fb2d864ea');
INSERT INTO public.mixture VALUES (2, 'morphine 20 mg/mL + bupivacaine 10 mg/mL', '87b6f40345c9dc34a8a6e0d438dc5285');
INSERT INTO public.mixture VALUES (3, 'baclofen 1 mg/mL', 'e84fa13ecad0d0ac7ed22600c7908751');
INSERT INTO public.mixture VALUES (4, 'baclofen 2 mg/mL', 'bd530e159257527cae5f39f2bca2390c');
INSERT INTO public.mixture VALUES (5, 'morphine 10 mg/mL', '9d992d3384055fc04b32cea870bd806f');
INSERT INTO public.mixture VALUES (6, 'hydromorphone 10 mg/mL', '3ce7dcd4a3899e305e732ecd35a48316');
INSERT INTO public.mixture VALUES (7, 'morphine 20 mg/mL', '256d958669a1f8e727bb183c2364a386');
INSERT INTO public.mixture VALUES (8, 'ziconotide 25 mcg/mL', '085a6491000630c242ba5c32a7ee185e');
INSERT INTO public.mixture VALUES (9, 'hydromorphone 10 mg/mL + clonidine 200 mcg/mL', 'a85bbc161764239bf97a21cc1368a677');
INSERT INTO public.mixture VALUES (10, 'morphine 25 mg/mL', 'dd7bcfed7920d375489a3c0121220520');
INSERT INTO public.mixture VALUES (11, 'fentanyl 2 mg/mL', 'ee3c38f9b08cc437df36801d0c276280');
INSERT INTO public.mixture VALUES (12, 'sufentanil 100 mcg/mL + bupivacaine 20 mg/mL', '10e54c7a962b192854381aeb9295f241');
INSERT INTO public.mixture VALUES (13, 'morphine 25 mg/mL + bupivacaine 10 mg/mL', '263166d12ecd18a0e3849f8cbf3b5607');


--
-- Data for Name: mixture_drug; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.mixture_drug VALUES (1, 1, 'baclofen', 500000, '06d6df0b4d0bae505c7d51a369f527c7');
INSERT INTO public.mixture_drug VALUES (2, 1, 'morphine', 20000000, 'c5ed247061e341a1396b97e7809267d0');
INSERT INTO public.mixture_drug VALUES (2, 2, 'bupivacaine', 10000000, '46bad4693b133851aa7df2c5f9d781e0');
INSERT INTO public.mixture_drug VALUES (3, 1, 'baclofen', 1000000, '61303a52ff36e61dc525a8bd9f7beb58');
INSERT INTO public.mixture_drug VALUES (4, 1, 'baclofen', 2000000, 'bb96f9ab5916bc3b06ef01b6d9093b68');
INSERT INTO public.mixture_drug VALUES (5, 1, 'morphine', 10000000, '86d53a3bffc405ef88a0b514a15a1f5f');
INSERT INTO public.mixture_drug VALUES (6, 1, 'hydromorphone', 10000000, 'ad94e8df2c1cd0934f5b10d9717d04f1');
INSERT INTO public.mixture_drug VALUES (7, 1, 'morphine', 20000000, '02c1379d5f9474f3fb10554045624b30');
INSERT INTO public.mixture_drug VALUES (8, 1, 'ziconotide', 25000, '8ee2101352e93f7892d05715c112a436');
INSERT INTO public.mixture_drug VALUES (9, 1, 'hydromorphone', 10000000, '2d8f8142d272f17da3e5545d79c6d2fe');
INSERT INTO public.mixture_drug VALUES (9, 2, 'clonidine', 200000, 'ef8e1fcb8390b730cac6915fc3b10e62');
INSERT INTO public.mixture_drug VALUES (10, 1, 'morphine', 25000000, '22d44f0712e556c1fd811c337f701f6b');
INSERT INTO public.mixture_drug VALUES (11, 1, 'fentanyl', 2000000, '974c738fe0590e3cabbafd1f8f860d70');
INSERT INTO public.mixture_drug VALUES (12, 1, 'sufentanil', 100000, '13dcc574f65ec308909afad0b716b34f');
INSERT INTO public.mixture_drug VALUES (12, 2, 'bupivacaine', 20000000, '10f0c3dbb949ff64d2c0a20e03aacc09');
INSERT INTO public.mixture_drug VALUES (13, 1, 'morphine', 25000000, 'adf5a8451bcd03d13f196655642fbb07');
INSERT INTO public.mixture_drug VALUES (13, 2, 'bupivacaine', 10000000, 'f9c20cb6154f005878eaa818f4f3eddc');


--
-- Data for Name: nurse; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.nurse VALUES (1, 'N1', 'Lindgren, Ada', 44961204000, -93268913000, '', 'Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS', 8, '3292b9b37324fa72159b75627bfab381');
INSERT INTO public.nurse VALUES (2, 'N2', 'Baptiste, Noël', 44978641000, -93270237000, '', 'Mon-Fri 08:00-16:00 clinic:MPLS', 12, '8e5bd1afe23bc8e562df4fd4acb0a6ed');
INSERT INTO public.nurse VALUES (3, 'N3', 'Sandoval, Pilar', 44948713000, -93096421000, 'SM2;SM3', 'Mon-Wed 08:00-16:00 clinic:STP; Thu 08:30-16:30 home; Fri 08:30-14:30 home', 10, '59f59afe40682bb69fad207c53e589d2');
INSERT INTO public.nurse VALUES (4, 'N4', 'Yang, Mai See', 45021358000, -93163742000, 'PROMETRA2;SM2;SM3', 'Mon-Fri 08:30-17:00 home', 7, 'b07f2ed5f0b65095a4f52957121771ec');
INSERT INTO public.nurse VALUES (6, 'N6', 'Ek, Per', 44900000000, -93200000000, 'SM2;SM3', 'Mon-Fri 08:00-16:30 home', 6, 'f18427d2aab97aa76a9133c867ac216e');
INSERT INTO public.nurse VALUES (5, 'N5', 'No Roster', NULL, NULL, '', 'Tue 09:00-12:00 clinic:STP', NULL, '441df2bd62f36a4aecc42a5444d97c63');


--
-- Data for Name: outlook; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.outlook VALUES (3, '2026-09-14', '2026-08-06', NULL, 'running', '2026-08-05', '2026-09-05', '2026-11-05', 'calendar', '2027-01-12', '2027-01-12', '2027-02-01', '2027-02-01', 17900, 1, 100, 1, 144000000, 'baclofen 1 mg/mL', 2000, 1, '', 66, 2, 'f99ac8fa8cbaf29deabcb3cbb89a22ad');
INSERT INTO public.outlook VALUES (5, '2026-09-14', '2026-09-02', NULL, 'running', '2026-09-01', '2026-10-01', '2026-10-19', 'reservoir', '2026-10-27', '2026-10-27', '2026-10-31', '2026-11-30', 29500, 1, 500, 1, NULL, 'morphine 10 mg/mL', 2000, 3, '', 11, 2, 'ea7f77ec3cc0cc619cda0ac26b456e1a');
INSERT INTO public.outlook VALUES (6, '2026-09-14', '2026-08-29', NULL, 'running', '2026-08-28', '2026-09-28', '2026-11-28', 'calendar', '2027-01-17', '2027-01-17', '2027-02-11', '2026-12-26', 19950, 1, 120, 1, 1728000000, 'hydromorphone 10 mg/mL', 3000, 3, '', 13, 2, '685c8f616f68eb5372d27f111e38520f');
INSERT INTO public.outlook VALUES (8, '2026-09-14', '2026-09-14', NULL, 'unfilled', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', 2000, 9, '', 0, 2, '8bde1cd95088c193473f9bf7200f97a6');
INSERT INTO public.outlook VALUES (20, '2026-09-14', '2026-09-02', NULL, 'running', '2026-09-01', '2026-10-01', '2026-11-07', 'reservoir', '2026-11-15', '2026-11-15', '2026-11-25', '2027-02-28', 16875, 1, 200, 1, 144000000, 'baclofen 500 mcg/mL', 2000, 1, 'fill-mismatch', 43, 2, '012d70711d7f9362f1bbf462df2c66e8');
INSERT INTO public.outlook VALUES (23, '2026-09-14', '2026-09-10', NULL, 'running', '2026-09-09', '2026-11-09', '2027-01-05', 'service', '2027-05-10', '2027-05-10', '2027-06-03', '2027-03-08', 159675, 4, 150, 1, 432000000, 'baclofen 2 mg/mL', 3500, 1, 'exchange-due', 49, 2, '7a0340ec9672151e6f97427f20f400b2');
INSERT INTO public.outlook VALUES (27, '2026-09-14', '2026-09-11', NULL, 'running', '2026-09-10', '2026-10-10', '2026-11-17', 'reservoir', '2026-11-25', '2026-11-25', '2026-12-04', '2027-03-09', 59587, 3, 236, 1, 169920000, 'baclofen 500 mcg/mL', 2000, 1, '', 58, 2, 'a31b7eb3476baabbfd806dbdf4299fbe');
INSERT INTO public.outlook VALUES (31, '2026-09-21', '2026-09-22', '2033-09-10', 'running', '2026-09-21', '2026-10-21', '2026-12-21', 'calendar', '2027-03-04', '2027-03-04', '2027-03-22', '2027-03-20', 59795, 3, 110, 1, 79200000, 'baclofen 500 mcg/mL', 2000, 1, '', 69, 2, '80c37ce39cf8f2ff0bbbd16306b56ae6');
INSERT INTO public.outlook VALUES (13, '2026-09-21', '2026-09-22', NULL, 'running', '2026-08-01', '2026-09-01', '2026-10-27', 'reservoir', '2026-11-04', '2026-11-04', '2026-11-14', '2027-01-28', 40765, 4, 190, 1, 136800000, 'baclofen 500 mcg/mL', 2000, 1, 'refill-failed', 70, 2, '66d064db2a825d9d75e8fa3af2021262');
INSERT INTO public.outlook VALUES (10, '2026-09-21', '2026-09-22', NULL, 'running', '2026-09-21', '2026-10-21', '2026-11-20', 'reservoir', '2026-11-28', '2026-11-28', '2026-12-06', '2026-12-20', 150875, 8, 250, 1, 7200000000, 'morphine 20 mg/mL', 2000, 3, 'fill-mismatch', 78, 2, 'e1b7271cb0c3d5e8b7f3456ef10e748d');
INSERT INTO public.outlook VALUES (2, '2026-10-05', '2026-10-06', NULL, 'running', '2026-10-05', '2026-11-05', '2026-12-24', 'reservoir', '2027-01-01', '2027-01-16', '2027-01-06', '2027-01-03', 151125, 4, 350, 1, 10080000000, 'morphine 20 mg/mL + bupivacaine 10 mg/mL', 2000, 3, 'residual-differs', 81, 2, '8ceef8507f8dfd2eb54bec3ef92f0943');
INSERT INTO public.outlook VALUES (14, '2026-10-05', '2026-10-06', NULL, 'running', '2026-10-05', '2026-11-05', '2027-01-03', 'stability', '2027-01-25', '2027-02-10', '2027-02-01', '2027-01-03', 37825, 1, 280, 1, 10080000000, 'morphine 25 mg/mL + bupivacaine 10 mg/mL', 2000, 3, 'dose-after-mixture-change,beyond-reference', 82, 2, '20a3f86b734f87c97c79a8823182a41e');
INSERT INTO public.outlook VALUES (11, '2026-10-05', '2026-10-01', NULL, 'retired', '2026-08-16', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 129600000, 'baclofen 500 mcg/mL', 2000, 1, '', 22, 2, 'bf394ef27a3c012f9c3cd4dc9109feb1');
INSERT INTO public.outlook VALUES (29, '2026-10-05', '2026-09-11', NULL, 'running', '2026-09-10', '2026-10-10', '2026-11-13', 'reservoir', '2026-11-21', '2026-11-21', '2026-11-29', '2026-12-09', 119125, 6, 250, 1, 36000000, 'sufentanil 100 mcg/mL + bupivacaine 20 mg/mL', 2000, 3, '', 62, 2, 'e8a9fbf5627b5b1177465c2d5ab025fb');
INSERT INTO public.outlook VALUES (12, '2026-10-05', '2026-10-02', NULL, 'retired', '2026-08-10', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 144000000, 'baclofen 500 mcg/mL', 2000, 1, '', 24, 2, '99bce65fa45576d06cb629c2a4e04e37');
INSERT INTO public.outlook VALUES (32, '2026-10-05', '2026-10-03', NULL, 'running', '2026-10-02', '2026-11-02', '2026-12-23', 'reservoir', '2026-12-31', '2026-12-31', '2027-01-10', '2027-03-31', 19800, 1, 200, 1, 144000000, 'baclofen 500 mcg/mL', 2000, 1, '', 87, 2, '6670a70cefaf7997971c62e3724319c7');
INSERT INTO public.outlook VALUES (9, '2026-10-05', '2026-10-04', NULL, 'retired', '2026-09-03', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'baclofen 500 mcg/mL', 2000, 1, '', 18, 2, '04de87b76cba9f81b98633f8af3335d4');
INSERT INTO public.outlook VALUES (4, '2026-10-05', '2026-10-02', NULL, 'running', '2026-10-01', '2026-11-01', '2027-01-01', 'calendar', '2027-01-24', '2027-01-24', '2027-02-06', '2027-03-30', 19864, 1, 156, 1, 449280000, 'baclofen 2 mg/mL', 2000, 1, 'residual-differs', 88, 2, '18df09871ac9fa94665526e8a9b7ed1e');
INSERT INTO public.outlook VALUES (15, '2026-10-05', '2026-10-07', NULL, 'stopped', '2026-08-15', '2026-09-15', '2026-11-15', 'calendar', NULL, NULL, NULL, '2027-02-11', 44895, 4, 0, 1, 122400000, 'baclofen 500 mcg/mL', 2000, 1, '', 89, 2, '972121b65cf85bc3c2964f60b2fbcdad');
INSERT INTO public.outlook VALUES (17, '2026-10-05', '2026-10-06', NULL, 'running', '2026-10-05', '2026-11-05', '2026-12-18', 'reservoir', '2026-12-26', '2026-12-26', '2027-01-04', '2027-04-03', 39725, 2, 220, 1, 158400000, 'baclofen 500 mcg/mL', 2000, 1, 'residual-differs', 90, 2, '646f0bb1f1f77d295399a10111713ee2');
INSERT INTO public.outlook VALUES (18, '2026-11-16', '2026-11-03', NULL, 'running', '2026-11-02', '2026-12-02', '2027-01-23', 'reservoir', '2027-01-31', '2027-01-31', '2027-02-10', '2027-01-31', 59650, 3, 200, 1, 2880000000, 'hydromorphone 10 mg/mL + clonidine 200 mcg/mL', 2000, 2, '', 92, 2, '612fd8fa6c79cb4a5afc208739fbd8dd');
INSERT INTO public.outlook VALUES (19, '2026-11-16', '2026-10-29', NULL, 'running', '2026-10-28', '2026-11-28', '2027-01-14', 'reservoir', '2027-01-22', '2027-02-24', '2027-01-27', '2027-01-26', 119440, 3, 320, 1, 11520000000, 'morphine 25 mg/mL', 2000, 3, 'beyond-reference', 93, 2, '46e33263574db4cd4fffe431c9ad7524');
INSERT INTO public.outlook VALUES (21, '2026-11-16', '2026-11-14', NULL, 'running', '2026-11-13', '2026-12-13', '2027-02-03', 'reservoir', '2027-02-11', '2027-02-11', '2027-02-21', '2027-05-12', 59650, 3, 200, 1, 144000000, 'baclofen 500 mcg/mL', 2000, 1, 'residual-differs', 94, 2, 'e3381a148cd18f37bd8d739f16bb2513');
INSERT INTO public.outlook VALUES (22, '2026-11-16', '2026-11-14', NULL, 'running', '2026-11-13', '2026-12-13', '2027-01-30', 'reservoir', '2027-02-07', '2027-02-07', '2027-02-16', '2027-05-12', 79545, 4, 210, 1, 151200000, 'baclofen 500 mcg/mL', 2000, 1, 'residual-differs', 95, 2, '5b68ed9a28dd9f6e073b2fc469407099');
INSERT INTO public.outlook VALUES (7, '2026-11-16', '2026-11-17', NULL, 'stopped', '2026-11-12', '2026-12-12', '2027-02-12', 'calendar', NULL, NULL, NULL, '2027-05-11', 117875, 3, 0, 1, 576000000, 'baclofen 2 mg/mL', 2000, 1, 'residual-differs', 97, 2, '2b4513dad75acf606bf8d9a62237a2c1');
INSERT INTO public.outlook VALUES (24, '2026-11-16', '2026-11-13', NULL, 'running', '2026-11-12', '2026-12-12', '2027-01-21', 'reservoir', '2027-01-29', '2027-01-29', '2027-02-07', '2027-05-11', 119195, 6, 230, 1, 165600000, 'baclofen 500 mcg/mL', 2000, 1, '', 98, 2, '12e98a5d26712b8fd36f7279f51ea341');
INSERT INTO public.outlook VALUES (25, '2026-11-16', '2026-02-01', NULL, 'retired', '2026-01-05', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 144000000, 'baclofen 500 mcg/mL', 2000, 1, '', 53, 2, '750bdd29cf4ed67c929b247c737135df');
INSERT INTO public.outlook VALUES (26, '2026-11-16', '2026-11-06', NULL, 'running', '2026-11-05', '2026-12-05', '2027-02-05', 'calendar', '2027-10-31', '2027-10-31', '2027-12-10', '2027-05-04', 119825, 6, 50, 1, 144000000, 'baclofen 2 mg/mL', 2000, 1, 'dose-after-mixture-change,residual-differs', 99, 2, '18bf08a59b5c4a77eeb97ff4ccd4509b');
INSERT INTO public.outlook VALUES (28, '2026-11-16', '2026-11-06', NULL, 'running', '2026-11-05', '2026-11-05', '2027-05-04', 'reservoir', '2027-05-04', '2027-05-04', '2027-05-24', NULL, 19950, 1, 100, 1, 288000000, 'fentanyl 2 mg/mL', 2000, 3, 'stability-unknown,residual-differs', 100, 2, 'da1d4a770716f103cb1c0c15ed80fb49');
INSERT INTO public.outlook VALUES (30, '2026-11-16', '2026-11-06', NULL, 'running', '2026-11-05', '2026-12-05', '2027-02-05', 'calendar', '2027-03-10', '2027-03-10', '2027-03-24', '2027-05-04', 19934, 1, 144, 1, 103680000, 'baclofen 500 mcg/mL', 2000, 1, '', 101, 2, '2ef38c8e99d6c61311ed2bee11f0b01b');
INSERT INTO public.outlook VALUES (16, '2026-11-16', '2026-11-03', NULL, 'running', '2026-11-02', '2026-12-02', '2027-01-25', 'stability', '2027-04-18', '2027-04-18', '2027-05-08', '2027-01-25', 17948, 1, 96, 1, 3456000, 'ziconotide 25 mcg/mL', 2000, 5, 'residual-differs', 102, 2, '59df88f4e4e94c3dd34eb5502e9a0432');
INSERT INTO public.outlook VALUES (1, '2026-11-16', '2026-10-31', '2026-11-30', 'running', '2026-10-30', '2026-11-30', '2027-01-01', 'reservoir', '2027-01-09', '2027-01-09', '2027-01-17', '2027-04-28', 19855, 1, 240, 1, 172800000, 'baclofen 500 mcg/mL', 2000, 1, 'residual-differs', 103, 2, '22266276b57f12d7d9c1cfe03addd541');


--
-- Data for Name: patient; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.patient VALUES (1, '0001', 'Quill, Ada', 'quill, ada', '1979-08-26', '612-555-0101', '4432 Tamarack St, Eagan', '55122', 44811901000, -93168788000, 'home', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', '', '18119d636161d5358e7b649d333dda0c');
INSERT INTO public.patient VALUES (2, '0002', 'Ångström-O’Neil, Zoë', 'ångström-o’neil, zoë', '1999-11-08', '612-555-0102', '7422 Loon Call Dr, Coon Rapids', '55433', 45109152000, -93292621000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N2', 'A "quoted" remark; two parts', 'b27a2aa50ce1ba697a09e375db4dd1b3');
INSERT INTO public.patient VALUES (3, '0003', '=SUM(A1), Bob', '=sum(a1), bob', '1939-05-15', '612-555-0103', '', '', NULL, NULL, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '-1+2', 'e836b63f6d1b2f67b7ab34898df87b22');
INSERT INTO public.patient VALUES (4, '0004', 'Khan, Ewa [call first]', 'khan, ewa [call first]', '2015-05-27', '612-555-0104', '6723 Cattail Ln, Cottage Grove', '55016', 44824318000, -92952103000, 'home', '[bold]cerebral palsy[/bold]', NULL, NULL, NULL, NULL, 60, 'Mon-Fri 09:00-12:00', 1, '', '[red]daughter drives[/red] :smile:', '5a33eca364c4b32976f2b2bbad95ad08');
INSERT INTO public.patient VALUES (5, '0005', 'Sharma, Farah', 'sharma, farah', '1965-03-30', '612-555-0105', '7360 Sumac St S, Eagan', '55122', 44803743000, -93174281000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N2', 'Hard of hearing, prefers text', '76f7a9765f7bc3fbbbf6846e23cb5e0b');
INSERT INTO public.patient VALUES (6, '0006', 'Owusu, Goran', 'owusu, goran', '1986-08-22', '612-555-0106', '6527 Kettle Pond Ln, Bloomington', '55420', 44843829000, -93286557000, 'either', 'spinal cord injury', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', '', '1e023bb611a419a108e4fba4ef5ef1de');
INSERT INTO public.patient VALUES (7, '0007', 'Gallagher, Hawa', 'gallagher, hawa', '1982-08-31', '612-555-0107', '', '', 44811133000, -92943466000, 'clinic', 'multiple sclerosis', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'f03f283b8c6a1e246c14c9df9c7bb382');
INSERT INTO public.patient VALUES (8, '0008', 'Weaver, Ivan', 'weaver, ivan', '1937-05-27', '612-555-0108', '', '', 44875642000, -93360292000, 'clinic', 'failed back surgery', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '4b075d86cec90b72274e474c1719c081');
INSERT INTO public.patient VALUES (9, '0009', 'Solberg, Jamila', 'solberg, jamila', '1994-10-24', '612-555-0109', '', '', 44953565000, -93252323000, 'clinic', 'cerebral palsy', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '4e30dc18c69012af0c8e9f676bec6052');
INSERT INTO public.patient VALUES (10, '0010', 'Hayes, Kofi', 'hayes, kofi', NULL, '', '', '', NULL, NULL, 'clinic', '', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '006b187d097cf31eb99290558d2ec42a');
INSERT INTO public.patient VALUES (11, '0011', 'Boateng, Leilani', 'boateng, leilani', '1952-02-19', '612-555-0111', '9585 Loon Call Dr, Minneapolis', '55411', 44990083000, -93313362000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', '', 'a807f09877f6dc23135443c7e50467fb');
INSERT INTO public.patient VALUES (12, '0012', 'Moss, Nils', 'moss, nils', '1948-01-31', '612-555-0112', '', '', 44900000000, -93200000000, 'clinic', 'dystonia', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '370e4e4a12f7f4f90e39c7db8fa1aec1');
INSERT INTO public.patient VALUES (13, '0013', 'Lindqvist, Oskar', 'lindqvist, oskar', '1970-12-01', '612-555-0113', '12 Birch Rd, Minneapolis', '55407', 44940000000, -93250000000, 'home', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', '', '97680153c9369e6e9d0ce230c24fc4f9');
INSERT INTO public.patient VALUES (14, '0014', 'Farouk, Petra', 'farouk, petra', '1961-04-02', '612-555-0114', '', '', 44970000000, -93100000000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'fe27ab163b3bbba575a2eb94046c2c5f');
INSERT INTO public.patient VALUES (15, '0015', 'Greer, Quinn', 'greer, quinn', '1961-04-02', '612-555-0115', '', '', 44990000000, -93220000000, 'clinic', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '6b7bc9bb3f0e9e6557d9ad3e4fdc2a7f');
INSERT INTO public.patient VALUES (16, '0016', 'Hale, Rosa', 'hale, rosa', '1958-07-19', '612-555-0116', '', '', 44930000000, -93180000000, 'either', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '246542d7639406d4620d39d75127c1a0');
INSERT INTO public.patient VALUES (17, '0017', 'Ibarra, Sol', 'ibarra, sol', '1963-09-09', '612-555-0117', '', '', 44960000000, -93300000000, 'clinic', 'neuropathic pain', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '756fbe8fc77cfa3fc83c2ba81b2c3b05');
INSERT INTO public.patient VALUES (18, '0018', 'Jonas, Tove', 'jonas, tove', '2018-03-03', '612-555-0118', '5 Elm St, Saint Paul', '55101', 44950000000, -93090000000, 'home', 'cerebral palsy', NULL, NULL, NULL, NULL, 90, 'Tue 09:00-16:00; Thu 09:00-16:00', 2, 'N1', 'two nurses', '8a31a7b4c3a1676ceb00d15a4abdf2df');
INSERT INTO public.patient VALUES (19, '0019', 'Kerr, Uma', 'kerr, uma', '1955-10-10', '612-555-0119', '', '', 44920000000, -93150000000, 'home', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N4', '', '46f13950d928bec1e53ca0c28426bca3');
INSERT INTO public.patient VALUES (20, '0020', 'Lund, Vera', 'lund, vera', '1949-06-06', '612-555-0120', '', '', 44910000000, -93310000000, 'clinic', 'failed back surgery', NULL, NULL, NULL, NULL, 45, '', 1, 'N2', '', '9b2c2530152e6f4e5fecf7213db49724');
INSERT INTO public.patient VALUES (21, '0021', 'Meyer, Will', 'meyer, will', '1960-02-29', '612-555-0121', '', '', 44980000000, -93270000000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '6aa633a187cee60340e14ee2eace5d61');
INSERT INTO public.patient VALUES (22, '0022', 'Rivera, Ana', 'rivera, ana', '1975-05-05', '612-555-0122', '', '', 44970000000, -93260000000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '3419acb1421297b90520bb3a9774c6ef');
INSERT INTO public.patient VALUES (23, '0023', 'Rivera, Anselmo', 'rivera, anselmo', '1976-06-06', '612-555-0123', '', '', 44960000000, -93250000000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '889bf2625db170a097943538694a8682');
INSERT INTO public.patient VALUES (24, '0024', 'Nakagawa-Vandenberghe-Oyelaran-Featherstonehaugh, Maximiliana Theodora Wilhelmina', 'nakagawa-vandenberghe-oyelaran-featherstonehaugh, maximiliana theodora wilhelmina', '1966-06-16', '612-555-0124', '1234567 A Very Long Avenue Name That Goes On, Saint Louis Park', '55426', 44950000000, -93350000000, 'either', 'a condition with a long name that will have to be folded on any screen', 2, 6, 14, 3500, 30, '', 1, 'N2', 'A long note that has to be folded over several lines of any terminal, of sixty columns or of a hundred, without losing a word of it.', '07e8502e12b01c1aeda7a12cb81a6459');
INSERT INTO public.patient VALUES (25, 'A-7/b', '李 小龍', '李 小龍', '1980-01-01', '612-555-0125', '', '', 44950000000, -93280000000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'bf024151a00289da802b78767d3dc78e');
INSERT INTO public.patient VALUES (26, '0026', 'Olsen, Xi', 'olsen, xi', '1971-01-11', '612-555-0126', '', '', 44900000000, -93100000000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '5083bde95a9be139b4c69745c6910dae');
INSERT INTO public.patient VALUES (27, '0027', 'Park, Yun', 'park, yun', '1972-02-12', '612-555-0127', '', '', 44890000000, -93120000000, 'home', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, 'N4', '', '062a668f34614ac1208ffbe50a4e109f');
INSERT INTO public.patient VALUES (28, '0028', 'Roy, Zia', 'roy, zia', '1973-03-13', '612-555-0128', '', '', 44880000000, -93140000000, 'clinic', 'cancer pain', 0, 6, 0, NULL, 45, '', 1, '', '', 'a3dce0d3bbc57daa132784029176214c');
INSERT INTO public.patient VALUES (29, '0029', 'Sato, Abe', 'sato, abe', '1974-04-14', '612-555-0129', '', '', 44870000000, -93160000000, 'home', 'cancer pain', NULL, NULL, NULL, NULL, 45, '', 1, 'N1', '', 'bc4af10407fa359780f12b2333ba6211');
INSERT INTO public.patient VALUES (30, '0030', 'Tran, Bao', 'tran, bao', '1975-05-15', '612-555-0130', '', '', 44860000000, -93180000000, 'clinic', 'spasticity', NULL, NULL, NULL, NULL, 45, '', 1, '', '', '0a36be7de8c65eb2d8e27db65489f6c7');
INSERT INTO public.patient VALUES (31, '0031', 'Usher, Cai', 'usher, cai', '1982-02-03', '612-555-0131', '', '', NULL, NULL, 'either', 'spasticity', NULL, NULL, NULL, NULL, 45, 'Mon-Fri 08:00-12:00', 1, 'N2', '[left] side; prefers <mornings> & tea', '93f74a390ec0e9e755648f3504823a01');
INSERT INTO public.patient VALUES (32, '0032', 'Voss, Dee', 'voss, dee', NULL, '', '', '', NULL, NULL, 'clinic', '', NULL, NULL, NULL, NULL, 45, '', 1, '', '', 'b7bc2d940d77c3d615d0f9e527fa2def');


--
-- Data for Name: pump; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.pump VALUES (1, 1, 'SM2-20', 'SM20-000011', '2025-04-11', 20000, 127, NULL, '2032-04-11', NULL, '13c0b9a55fdd325f5694df72e984c399');
INSERT INTO public.pump VALUES (2, 2, 'SM3-40', 'SM40-000021', '2025-05-09', 40000, 134, NULL, NULL, NULL, 'f0ded57dc1aafb1925b829f1c3ec5d16');
INSERT INTO public.pump VALUES (3, 3, 'SM2-20', 'SM20-000031', '2024-01-15', NULL, NULL, NULL, NULL, NULL, '326e0ff7aceaa749628ae8c2ae37c323');
INSERT INTO public.pump VALUES (4, 4, 'SM3-20', 'SM30-000041', '2025-02-01', 20000, 200, NULL, NULL, NULL, '21985643e3f37d1acc062f5372d7520c');
INSERT INTO public.pump VALUES (5, 5, 'CODMAN3000-30', 'CD30-000051', '2023-03-03', NULL, NULL, 500, NULL, NULL, '0c8f8786bb7abbd2daf20119da0752f0');
INSERT INTO public.pump VALUES (6, 6, 'PROMETRA2-20', 'PR20-000061', '2025-06-01', NULL, 190, NULL, NULL, NULL, '6d7b8d3658b7524752337b9929b99605');
INSERT INTO public.pump VALUES (7, 7, 'SM2-40', 'SM40-000071', '2025-07-01', NULL, NULL, NULL, NULL, NULL, '25e0671381b276ed411cafcdb1744028');
INSERT INTO public.pump VALUES (8, 8, 'SM2-20', 'SM20-000081', '2026-09-01', NULL, NULL, NULL, NULL, NULL, '57e5bb9f4ac183a9834d2707688aa522');
INSERT INTO public.pump VALUES (10, 11, 'SM2-20', 'SM20-000111', '2020-10-30', NULL, NULL, NULL, NULL, NULL, '37183662d468a8db6186031045fa1559');
INSERT INTO public.pump VALUES (11, 12, 'SM2-20', 'SM20-000121', '2019-10-30', NULL, NULL, NULL, '2026-11-30', NULL, '6ae3ff1fccd24f73031b45a434368caa');
INSERT INTO public.pump VALUES (13, 14, 'SM2-20', 'SM20-000141', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '38f3a7b1e38eba80d1d23c9ecb9c1ec7');
INSERT INTO public.pump VALUES (14, 15, 'SM3-40', 'SM40-000151', '2024-12-10', NULL, NULL, NULL, NULL, NULL, 'd5f9d9b43fe3b0ec426306f96db205d0');
INSERT INTO public.pump VALUES (15, 16, 'SM2-20', 'SM20-000161', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '50a1f794f3a8f14a0641aede5bd0cba9');
INSERT INTO public.pump VALUES (16, 17, 'SM2-20', 'SM20-000171', '2026-08-01', NULL, NULL, NULL, NULL, NULL, 'c323097020b999e70a1dd8e6291278a0');
INSERT INTO public.pump VALUES (17, 18, 'SM2-20', 'SM20-000181', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '0e3f8638947d1df1d9075d85511ecd3f');
INSERT INTO public.pump VALUES (18, 19, 'SM2-20', 'SM20-000191', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '039e12c77fcdfe444085f8fd344e3c52');
INSERT INTO public.pump VALUES (19, 20, 'SM3-40', 'SM40-000201', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '1b7663badcf686d9b5e948e0ae81a20a');
INSERT INTO public.pump VALUES (20, 21, 'SM2-20', 'SM20-000211', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '170be86b58a2d392338e7ae146eda6ab');
INSERT INTO public.pump VALUES (21, 22, 'SM2-20', 'SM20-000221', '2024-12-10', NULL, NULL, NULL, NULL, NULL, 'fc338be9cd22e9faf44d155b619dcd5b');
INSERT INTO public.pump VALUES (22, 23, 'SM2-20', 'SM20-000231', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '55d616685199f7b86680619c68ad002f');
INSERT INTO public.pump VALUES (23, 24, 'SM2-40', 'SM40-000241', '2024-12-10', NULL, NULL, NULL, '2027-01-05', NULL, '0580e9ca12f5dd4f106dd8b172dec5e7');
INSERT INTO public.pump VALUES (24, 25, 'SM2-20', 'SM20-000251', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '264608dac8db293bdce362adbd128e27');
INSERT INTO public.pump VALUES (25, 26, 'SM2-20', 'SM20-000259', '2021-01-10', NULL, NULL, NULL, NULL, '2026-02-01', '82e33710ae22f8854e3d1e60d5d5797d');
INSERT INTO public.pump VALUES (26, 26, 'SM3-20', 'SM30-000261', '2026-02-01', NULL, NULL, NULL, NULL, NULL, 'b4f01bec9e0638e9126568f7af7bfecd');
INSERT INTO public.pump VALUES (27, 27, 'SM2-20', 'SM20-000271', '2024-12-10', NULL, NULL, NULL, NULL, NULL, '19dc70e2b227719ee78e572f7d5e346d');
INSERT INTO public.pump VALUES (28, 28, 'SM2-20', 'SM20-000281', '2024-12-10', NULL, NULL, NULL, NULL, NULL, 'cccc7a54b75278996acea6c20ef27c75');
INSERT INTO public.pump VALUES (29, 29, 'SM2-20', 'SM20-000291', '2024-12-10', NULL, NULL, NULL, NULL, NULL, 'be7a3c17b5b00f94569c7afa789e7d9d');
INSERT INTO public.pump VALUES (30, 30, 'SM2-20', 'SM20-000301', '2024-12-10', NULL, NULL, NULL, NULL, NULL, 'ad4d402490a43c3121738ab1444f748c');
INSERT INTO public.pump VALUES (31, 31, 'SM3-20', 'SM30-000311', '2026-09-10', NULL, 160, NULL, '2033-09-10', NULL, '5a46d53390b4033c602a4e9a790fc581');
INSERT INTO public.pump VALUES (12, 13, 'SM2-20', 'SM20-000131', '2019-12-10', NULL, 150, NULL, '2026-12-10', '2026-10-02', 'fc8290a59997fdd46b35398d5a4ddbce');
INSERT INTO public.pump VALUES (32, 13, 'SM3-20', 'SM30-000132', '2026-10-02', NULL, NULL, NULL, NULL, NULL, 'f61b7358692d329907113890bf9a2549');
INSERT INTO public.pump VALUES (9, 9, 'SM2-20', 'SM20-000091', '2026-08-15', NULL, NULL, NULL, NULL, '2026-10-04', '750fd7888a06f3523e0112195cab71c3');


--
-- Data for Name: setting; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.setting VALUES ('zone', 'America/Chicago', 'b170e4843f286baa8fb019eba74f2133');
INSERT INTO public.setting VALUES ('margin_days', '8', '63a978d3127b1826816c1e947d52ce00');
INSERT INTO public.setting VALUES ('order_lead_days', '4', 'b370e4baf444a78c0337e57d3d05b300');
INSERT INTO public.setting VALUES ('home_controlled', 'allow', '66f0035d44874bf81f3348dd963905b7');
INSERT INTO public.setting VALUES ('speed_kmh', '40', 'c745df76815cbca966039be473df561e');
INSERT INTO public.setting VALUES ('price_last_days', '40', '803baf75a33fb8be38f4a8e240314578');
INSERT INTO public.setting VALUES ('calibration', 'show', '3d9c1dfff8c577276238de4183f15e3d');


--
-- Data for Name: site; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.site VALUES (1, 'MPLS', 'Minneapolis pump clinic', 44978641000, -93270237000, 'Mon-Fri 08:00-16:30', 3, 'b3d31ed2e80f80de2ef0617c5f4c175a');
INSERT INTO public.site VALUES (2, 'STP', 'Saint Paul pump clinic', 44948713000, -93096421000, 'Mon-Fri 08:00-16:30', 2, 'cf7cbdeb5e50718f3c5f1e3517cd9c52');
INSERT INTO public.site VALUES (3, 'EDN', 'Edina rooms', 44880000000, -93350000000, 'Mon 09:00-12:00', 2, '2bcd3f9fa09e0e6b5a7689d039b3fa48');


--
-- Data for Name: store_info; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: user_account; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: visit; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.visit VALUES (1, 'V1', 1, 1, 'refill', '2026-08-26', 600, 45, 'home', NULL, 'done', 'c77f0b96835fde7d5b326df440400d29');
INSERT INTO public.visit VALUES (2, 'V2', 2, 16, 'refill', '2026-08-31', 660, 45, 'clinic', 1, 'missed', '9b1f20adc21899738ac0a7b01e8c9973');
INSERT INTO public.visit VALUES (5, 'V5', 5, 21, 'refill', '2026-11-24', 540, 45, 'clinic', 1, 'confirmed', '28a703bc9004a54ed053085ed5a0dc3c');
INSERT INTO public.visit VALUES (6, 'V6', 6, 22, 'followup', '2026-11-27', 690, 30, 'clinic', 1, 'cancelled', '90569d4be4fe400e3231292e5549fe58');
INSERT INTO public.visit VALUES (9, 'V9', 9, 30, 'followup', '2026-10-01', 540, 45, 'clinic', NULL, 'booked', 'f340b646d728814b65168a6dca10aee3');
INSERT INTO public.visit VALUES (3, 'V3', 3, 13, 'refill', '2026-11-25', 630, 45, 'home', NULL, 'confirmed', 'd924d737c9eb3912c3eaabbfeb15cf47');
INSERT INTO public.visit VALUES (10, 'V10', 10, 24, 'refill', '2026-11-25', 780, 30, 'clinic', 1, 'booked', '258cd8446a3e82dccf30db0c78e357ee');
INSERT INTO public.visit VALUES (7, 'X-9', NULL, 23, 'refill', '2026-12-02', 600, 45, 'clinic', 1, 'booked', '69fc730744c33675e462a3672594dd31');
INSERT INTO public.visit VALUES (11, 'V11', 11, 31, 'refill', '2026-12-07', 540, 45, 'home', NULL, 'booked', 'a8f5801817f1f05d495fcfbc7ffa9165');
INSERT INTO public.visit VALUES (8, 'V8', 8, 10, 'trial', '2026-12-02', 780, 45, 'clinic', 1, 'cancelled', 'ab6d43bf126af88d303a43d01e2961b2');
INSERT INTO public.visit VALUES (12, 'V12', 12, 6, 'followup', '2026-11-27', 600, 20, 'clinic', 1, 'booked', 'b9f6b09f88202c77b939d394fe0f9df7');
INSERT INTO public.visit VALUES (13, 'V13', 13, 11, 'refill', '2026-11-23', 480, 45, 'clinic', 1, 'booked', '42e58cc6280eb333a120a74db3c32199');
INSERT INTO public.visit VALUES (14, 'V14', 14, 29, 'refill', '2026-11-23', 489, 45, 'home', NULL, 'booked', '60386cfcce0d0b7c32c2333b1b725dd1');
INSERT INTO public.visit VALUES (15, 'V15', 15, 5, 'refill', '2026-11-23', 525, 45, 'clinic', 1, 'booked', '06a575c767ed08fa371a4dafa161a10e');
INSERT INTO public.visit VALUES (16, 'V16', 16, 27, 'refill', '2026-11-23', 542, 45, 'home', NULL, 'booked', 'db26202ed1f4d00026822300f209524e');
INSERT INTO public.visit VALUES (17, 'V17', 17, 3, 'refill', '2026-11-23', 570, 45, 'clinic', 1, 'booked', '8b899a97e0b330a4b585e87fcffe7fe4');
INSERT INTO public.visit VALUES (18, 'V18', 18, 14, 'refill', '2026-11-23', 615, 45, 'clinic', 1, 'booked', '67dae79435840f026b9801a1d8f15190');
INSERT INTO public.visit VALUES (19, 'V19', 19, 6, 'refill', '2026-11-27', 480, 45, 'clinic', 1, 'booked', '25ffd20b8aa473917633f4e9bd54fbb9');
INSERT INTO public.visit VALUES (4, 'V4', 4, 18, 'refill', '2026-12-03', 540, 90, 'home', NULL, 'booked', 'ae427776db7622f64d3e9a67290e97ef');


--
-- Data for Name: visit_nurse; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.visit_nurse VALUES (1, 1, 1, 'fe678f2cb03814917a00f76d46b6e440');
INSERT INTO public.visit_nurse VALUES (2, 1, 2, '59c4b455e683f074f98c82a28d2ea93b');
INSERT INTO public.visit_nurse VALUES (3, 1, 1, '0cc24619024a03edc013b4227c754ef4');
INSERT INTO public.visit_nurse VALUES (5, 1, 2, 'e011f5dbc512a5c41eb643091da7d25e');
INSERT INTO public.visit_nurse VALUES (6, 1, 2, '74139cdbee4c28d868681086f32f0102');
INSERT INTO public.visit_nurse VALUES (7, 1, 2, 'bda25667fe70caa11e670318835b839a');
INSERT INTO public.visit_nurse VALUES (10, 1, 2, '632a283c813fb5e63cbfc816029d6fe4');
INSERT INTO public.visit_nurse VALUES (11, 1, 1, '23243f50927e02362c81c8617109acf3');
INSERT INTO public.visit_nurse VALUES (12, 1, 2, 'd439a1bcfdf4576dac32c0a65e8c3405');
INSERT INTO public.visit_nurse VALUES (13, 1, 2, '91c0d79e05d9d45d48231f410d75b2d5');
INSERT INTO public.visit_nurse VALUES (14, 1, 6, '7e0d1e48e9ad8dfb8d87d6a1822f715e');
INSERT INTO public.visit_nurse VALUES (15, 1, 2, 'a2f11a2e4d2e142dd56354acf3a4ac2b');
INSERT INTO public.visit_nurse VALUES (16, 1, 6, 'e537235d0d6931fe07e4ed149e7d5a28');
INSERT INTO public.visit_nurse VALUES (17, 1, 2, '257b9b5154af9c91cf9cf5c8003c1e59');
INSERT INTO public.visit_nurse VALUES (18, 1, 2, '18956fd1a8e3dc863e99da67454c4b17');
INSERT INTO public.visit_nurse VALUES (19, 1, 1, '7fe7022c61b5452b0e6506faf2e46ac6');
INSERT INTO public.visit_nurse VALUES (4, 1, 1, '1648f91d6885d1531eff629dd06acf04');
INSERT INTO public.visit_nurse VALUES (4, 2, 3, '5fd3524029971d5953540034a19104fe');


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


