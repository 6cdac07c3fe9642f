-- Written by `make tables`; do not edit it.
-- holds contenttypes 0001_initial 35ed8489a147
-- holds contenttypes 0002_remove_content_type_name 7d3649407575
-- holds auth 0001_initial 845cff319606
-- holds auth 0002_alter_permission_name_max_length feaf97e0e8f7
-- holds auth 0003_alter_user_email_max_length 9d5657b4db98
-- holds auth 0004_alter_user_username_opts 9538db342c9a
-- holds auth 0005_alter_user_last_login_null 79f60a35dc00
-- holds auth 0006_require_contenttypes_0002 00cb16e3405f
-- holds auth 0007_alter_validators_add_error_messages 115db87dc327
-- holds auth 0008_alter_user_username_max_length 02857f65f7d6
-- holds auth 0009_alter_user_last_name_max_length 19a89500e7f1
-- holds auth 0010_alter_group_name_max_length 0963ed6498ac
-- holds auth 0011_update_proxy_permissions 85a5dde708dc
-- holds auth 0012_alter_user_first_name_max_length 6cefbc9f8090
-- holds core 0001_initial 7eb6754b13be
-- holds admin 0001_initial f4716989d981
-- holds admin 0002_logentry_remove_auto_add 2c127e659a22
-- holds admin 0003_logentry_add_action_flag_choices 02700a827190
-- holds core 0002_tri 52666069bafa
-- holds api 0001_initial e2d730ec6828
-- holds axes 0001_initial e4c0194cf158
-- holds axes 0002_auto_20151217_2044 a092989bdd50
-- holds axes 0003_auto_20160322_0929 ff269df1341c
-- holds axes 0004_auto_20181024_1538 71cdafbe7458
-- holds axes 0005_remove_accessattempt_trusted baf3f5f6de5b
-- holds axes 0006_remove_accesslog_trusted 82850f25ae37
-- holds axes 0007_alter_accessattempt_unique_together c9fdd8162903
-- holds axes 0008_accessfailurelog 2680dce9ecfc
-- holds axes 0009_add_session_hash 82762be269ea
-- holds axes 0010_accessattemptexpiration 524ca5b4566a
-- holds core 0003_signing_in 97a4fdd57139
-- holds core 0004_needs_you_by_time 6499df6d17e9
-- holds core 0005_notifications bbac6588224a
-- holds core 0006_needs_you_return 6bc29f37bc9f
-- holds core 0007_mail_of_keys 84f325776b14
-- holds core 0008_import_price_share 1b168c16a0d0
-- holds core 0009_balances 680c7c1448e8
-- holds core 0010_late 7a032324704e
-- holds django_celery_beat 0001_initial 6bf1c79ac9f7
-- holds django_celery_beat 0002_auto_20161118_0346 154389d3ccb3
-- holds django_celery_beat 0003_auto_20161209_0049 32067fe2ba68
-- holds django_celery_beat 0004_auto_20170221_0000 2b4837d8d337
-- holds django_celery_beat 0005_add_solarschedule_events_choices dc5500d12d7a
-- holds django_celery_beat 0006_auto_20180322_0932 3a832dc94d46
-- holds django_celery_beat 0007_auto_20180521_0826 47d34e3e0065
-- holds django_celery_beat 0008_auto_20180914_1922 ed4cfd1370ac
-- holds django_celery_beat 0006_auto_20180210_1226 f73a88c5f2d0
-- holds django_celery_beat 0006_periodictask_priority 0fb42c2b58e0
-- holds django_celery_beat 0009_periodictask_headers f7654b6a68f4
-- holds django_celery_beat 0010_auto_20190429_0326 e37c3d8caabf
-- holds django_celery_beat 0011_auto_20190508_0153 3e4d08647542
-- holds django_celery_beat 0012_periodictask_expire_seconds c1695524a50c
-- holds django_celery_beat 0013_auto_20200609_0727 60b4333308ae
-- holds django_celery_beat 0014_remove_clockedschedule_enabled 7c99113b1857
-- holds django_celery_beat 0015_edit_solarschedule_events_choices e44f7595f2a0
-- holds django_celery_beat 0016_alter_crontabschedule_timezone dd8460a90fd0
-- holds django_celery_beat 0017_alter_crontabschedule_month_of_year 4c3b35ff3885
-- holds django_celery_beat 0018_improve_crontab_helptext cef998b28b99
-- holds django_celery_beat 0019_alter_periodictasks_options 1b1a8ca535cb
-- holds marketplaces 0001_initial a53ad70c001c
-- holds marketplaces 0002_answers_and_refunds 6bd9efbbf24c
-- holds marketplaces 0003_acceptances 00a35fb5983e
-- holds marketplaces 0004_windows_and_places 2c92a2caf81a
-- holds marketplaces 0005_products_out e2b9f127531b
-- holds marketplaces 0006_money_back d0afe6d96364
-- holds marketplaces 0007_supplies 67179e39b32b
-- holds marketplaces 0008_digital 0ec25f15cdd2
-- holds inventory 0001_initial c080b1e54339
-- holds inventory 0002_search 48a5dac1e0e6
-- holds inventory 0003_ledger_is_kept ecdd4cb4eda8
-- holds inventory 0004_stock_is_theirs 24d1be9980b0
-- holds inventory 0005_listings_found dd42f8d132f6
-- holds inventory 0006_ledger_by_cause 801167a045ba
-- holds inventory 0007_offers c50b248ca2c0
-- holds inventory 0008_offers_first_price be5436ad7312
-- holds inventory 0009_agreements f701bc418cb8
-- holds inventory 0010_healing c366857f663c
-- holds inventory 0011_refused_matches d6563b92de6a
-- holds inventory 0012_surest_first e974bb3d8e5e
-- holds inventory 0013_listing_figures f8ddbc1ee3a3
-- holds inventory 0014_price_rules af1bedac68fa
-- holds inventory 0015_bundles 51ec55647303
-- holds inventory 0016_shares_and_holds 77f2d85bcaa8
-- holds inventory 0017_heal_status 3540ab62aff0
-- holds inventory 0018_categories 34a88a77d02f
-- holds inventory 0019_store_stock_rules 2229a0fe67e2
-- holds inventory 0020_attributes c2af5a4db0cc
-- holds inventory 0021_digital_products 0c3cc026422d
-- holds inventory 0022_views_by_sku f62b645b1a6c
-- holds inventory 0023_linked_listings 7fb59d8b9024
-- holds orders 0001_initial d68a98bb17ec
-- holds orders 0002_search 046d530a5d99
-- holds orders 0003_trouble 79d8baef23c0
-- holds orders 0004_desk f8a68242182e
-- holds orders 0005_finding 14d6583d2f0b
-- holds orders 0006_by_time db2da810ce72
-- holds orders 0007_returns aeccffca908d
-- holds orders 0008_desk_and_channel e576f172f807
-- holds orders 0009_by_change 79f25bd8a016
-- holds orders 0010_money 0964e7f5edeb
-- holds orders 0011_sums_told_again 5d4f4e32787c
-- holds orders 0012_found_by_store 28ace6781e7f
-- holds orders 0013_no_more_left_than_ordered 9db5e1ddafcc
-- holds orders 0014_all_lines_were_looked_at 33e994195554
-- holds orders 0015_customers_by_shop cbeeb3f23f6d
-- holds orders 0016_fee_rules_in_pieces 08aa55c4bed6
-- holds orders 0017_marks_asked 1991cd055f61
-- holds orders 0018_money_back 5eb5c10d3769
-- holds orders 0019_by_buyer 28f366e6e5ba
-- holds orders 0020_condition_of_returns 81d561110685
-- holds orders 0021_what_was_not_put_back_is_lost 4f607173cd41
-- holds orders 0022_invoices 51a5f4d5898a
-- holds orders 0023_invoices_stay 8e4dbed44b10
-- holds orders 0024_keys_owed cb5fa5bfeaf4
-- holds fulfillment 0001_initial 7054172fb06b
-- holds fulfillment 0002_parcels_by_time 868da342b87d
-- holds fulfillment 0003_labels 83a618f52560
-- holds fulfillment 0004_boxes_and_marks fd97d2ed8434
-- holds fulfillment 0005_keys_bought_and_handed_over 6a0ff8eef6c6
-- holds fulfillment 0006_packed_together 4f20bedbc825
-- holds fulfillment 0007_supplies 55a2b4b86ab7
-- holds fulfillment 0008_balances c1e689906ad0
-- holds fulfillment 0009_costs_kept d7202806c1b3
-- holds fulfillment 0010_virtual_stock 522ae6c5b25f
-- holds fulfillment 0011_money_is_shared 111c1a9817a0
-- holds fulfillment 0012_money_reckoned 2c124ba32bf9
-- holds fulfillment 0013_names_as_spoken 644a673bb94a
-- holds inventory 0024_names_as_spoken f22b85483725
-- holds marketplaces 0009_arrivals 48754efa090a
-- holds orders 0025_bundles_short c3020c9b374c
-- holds orders 0026_erased 6d6f65cf1df3
-- holds orders 0027_names_as_spoken a0189a4bfd0d
-- holds sessions 0001_initial 2aa438e2393e
-- holds sync 0001_initial b4ac4e5c777c
-- holds sync 0002_runs_by_end 0b3e79983b4b
-- holds sync 0003_outgoing_webhooks c67c4fe0d5e1
-- holds sync 0004_runs_by_state 5ddacc91e5f5
-- holds sync 0005_asked_keys 585eb087e79c
-- holds sync 0006_products_out 940ebde4c452
-- holds sync 0007_publications fbe54345415d
-- holds sync 0008_received_orders d0175073dd0e
-- holds sync 0009_drift fe3685e8f8e4
-- holds sync 0010_column_maps b3c68a07095a
-- holds sync 0011_import_sources f66fb8332621
-- holds sync 0012_stock_files 38a40c6918ba
-- holds sync 0013_drift_explained b7d460842f76
-- holds sync 0014_names_as_spoken 78b87b1315ce
CREATE FUNCTION public.bundle_free(wanted uuid, place uuid) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce(sum(units), 0)::integer FROM (
        SELECT min((s.on_hand - s.reserved) / b.quantity) AS units
        FROM bundle_parts b JOIN stock s ON s.variant_id = b.part_id
        WHERE b.bundle_id = wanted AND b.deleted_at IS NULL AND (place IS NULL OR s.location_id = place)
        GROUP BY s.location_id HAVING count(*) = (
            SELECT count(*) FROM bundle_parts p WHERE p.bundle_id = wanted AND p.deleted_at IS NULL)
    ) made
$$;
CREATE FUNCTION public.bundle_on_hand(wanted uuid, place uuid) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce(sum(units), 0)::integer FROM (
        SELECT min((s.on_hand) / b.quantity) AS units
        FROM bundle_parts b JOIN stock s ON s.variant_id = b.part_id
        WHERE b.bundle_id = wanted AND b.deleted_at IS NULL AND (place IS NULL OR s.location_id = place)
        GROUP BY s.location_id HAVING count(*) = (
            SELECT count(*) FROM bundle_parts p WHERE p.bundle_id = wanted AND p.deleted_at IS NULL)
    ) made
$$;
CREATE FUNCTION public.bundle_short(wanted uuid, place uuid) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT coalesce(sum(units), 0)::integer FROM (
        SELECT max(ceil(r.short::numeric / r.per_unit)) AS units
        FROM bundle_parts b JOIN reservations r ON r.variant_id = b.part_id AND r.short > 0
        JOIN order_items i ON i.id = r.order_item_id AND i.variant_id = wanted
        WHERE b.bundle_id = wanted AND (place IS NULL OR r.location_id = place)
        GROUP BY i.id
    ) missing
$$;
CREATE FUNCTION public.digital_free(wanted uuid, listing uuid) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT greatest(0, keys.pool + there.units - keys.owed) FROM key_counts(wanted) keys
    CROSS JOIN (SELECT coalesce(max(units), 0) AS units FROM key_offers(wanted, listing)) there
$$;
CREATE FUNCTION public.digital_on_hand(wanted uuid, listing uuid) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT keys.pool + there.units FROM key_counts(wanted) keys
    CROSS JOIN (SELECT coalesce(max(units), 0) AS units FROM key_offers(wanted, listing)) there
$$;
CREATE FUNCTION public.digital_short(wanted uuid, listing uuid) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT greatest(0, keys.owed - keys.pool - there.units) FROM key_counts(wanted) keys
    CROSS JOIN (SELECT coalesce(max(units), 0) AS units FROM key_offers(wanted, listing)) there
$$;
CREATE FUNCTION public.in_steps(amount numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE WHEN amount <= 0 THEN 0 ELSE floor(amount / step) * step END
    FROM (SELECT power(2::numeric, floor(log(2, CASE WHEN amount > 0 THEN amount ELSE 1 END)) - 3) AS step) found
$$;
CREATE FUNCTION public.invoices_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'Invoice % was issued and is not changed.', OLD.number; END $$;
CREATE FUNCTION public.key_counts(wanted uuid) RETURNS TABLE(pool integer, owed integer)
    LANGUAGE sql STABLE
    AS $$
    SELECT (
        SELECT count(*) FROM license_keys k
        WHERE k.variant_id = wanted AND k.state = 'pool' AND k.order_item_id IS NULL AND k.deleted_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > now() + interval '1 day')
    )::integer, (SELECT coalesce(sum(units), 0) FROM keys_owed(wanted))::integer
$$;
CREATE FUNCTION public.key_offers(wanted uuid, listing uuid) RETURNS TABLE(offer_id uuid, connection_id uuid, name text, says integer, bought integer, units integer, why text, cost numeric, currency text, read_at timestamp with time zone)
    LANGUAGE sql STABLE
    AS $$
    WITH sold AS (
        SELECT v.cost, coalesce(nullif(v.currency, ''), s.currency) AS cost_currency,
               coalesce(shown.price, v.price) AS price, coalesce(c.country, '') AS country,
               coalesce(CASE WHEN shown.price IS NULL THEN nullif(v.currency, '')
                        ELSE coalesce(nullif(l.currency, ''), nullif(c.currency, '')) END, s.currency) AS currency
        FROM product_variants v JOIN stores s ON s.id = v.store_id
        LEFT JOIN marketplace_products l ON l.id = listing
        LEFT JOIN marketplace_connections c ON c.id = l.connection_id
        CROSS JOIN LATERAL (SELECT coalesce(nullif(l.price, 0), l.price_override) AS price) shown
        WHERE v.id = wanted
    ),
    lacking AS MATERIALIZED (
        SELECT greatest(0, debt.units - keys.pool) AS units, greatest(0, debt.units - debt.under_way - keys.pool) AS unpaid
        FROM (SELECT coalesce(sum(d.units), 0)::integer AS units, coalesce(sum(d.under_way), 0)::integer AS under_way
              FROM key_debts d WHERE d.variant_id = wanted) debt
        CROSS JOIN LATERAL (SELECT CASE WHEN debt.units > 0 THEN (SELECT pool FROM key_counts(wanted)) ELSE 0 END AS pool
        ) keys
    ),
    found AS (
        SELECT l.id, l.connection_id, c.name, l.price AS cost, l.currency, c.products_read_at AS read_at,
               greatest(0, coalesce(l.stock, 0)) AS says, taken.bought,
               greatest(0, coalesce(l.stock, 0) - taken.bought) AS remaining,
               CASE WHEN b.share IS NULL OR l.price <= 0 THEN NULL
                    WHEN b.free >= 0 THEN lacking.units + floor(b.share / l.price)
                    ELSE lacking.units - lacking.unpaid
                         + floor(greatest(0, b.free + lacking.unpaid * l.price) / l.price) END AS affordable,
               CASE
                   WHEN c.status <> 'active' THEN 'paused'
                   WHEN c.products_read_at IS NULL OR c.products_read_at < now() - interval '3 hours' THEN 'unread'
                   WHEN l.status = 'out_of_stock' THEN 'sold_out'
                   WHEN l.status <> 'active' OR l.price IS NULL THEN 'gone'
                   WHEN b.share IS NOT NULL AND b.currency <> l.currency THEN 'currency'
                   WHEN sold.currency = l.currency AND l.price > sold.price THEN 'dear'
                   WHEN sold.currency <> l.currency AND (sold.cost IS NULL OR sold.cost_currency <> l.currency)
                       THEN 'currency'
                   WHEN sold.currency <> l.currency AND l.price > sold.cost * 1.1 THEN 'dear'
                   WHEN sold.country <> '' AND NOT key_works_in(l.options ->> 'region', sold.country) THEN 'region'
               END AS hindered
        FROM sold CROSS JOIN lacking
        JOIN marketplace_products l ON l.variant_id = wanted AND l.deleted_at IS NULL
        JOIN marketplace_connections c ON c.id = l.connection_id AND c.deleted_at IS NULL
             AND c.status <> 'disconnected' AND c.settings ->> 'buys_keys' = 'on'
        LEFT JOIN supplier_balances b ON b.connection_id = c.id AND b.deleted_at IS NULL
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(o.quantity), 0)::integer AS bought FROM supplier_orders o
            WHERE o.connection_id = c.id AND o.remote_product_id = l.marketplace_product_id
              AND o.sent_at >= c.products_read_at
              AND o.state IN ('asked', 'paid', 'received', 'in_doubt') AND o.deleted_at IS NULL
        ) taken
    )
    SELECT id, connection_id, name, says, bought,
           CASE WHEN hindered IS NULL THEN least(remaining, affordable)::integer ELSE 0 END,
           coalesce(hindered, CASE WHEN affordable < remaining THEN 'money' ELSE '' END), cost, currency, read_at
    FROM found
$$;
CREATE FUNCTION public.key_works_in(regions text, country text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT coalesce(trim(regions), '') = '' OR words && '{worldwide,global,multi}' OR lower(country) = ANY(words)
        OR words && '{eu,europe,european union}' AND upper(country) = ANY('{
            AT,BE,BG,HR,CY,CZ,DK,EE,FI,FR,DE,GR,HU,IE,IT,LV,LT,LU,MT,NL,PL,PT,RO,SK,SI,ES,SE}')
    FROM (SELECT regexp_split_to_array(lower(trim(regions)), '\s*,\s*') AS words) said
$$;
CREATE FUNCTION public.keys_owed(wanted uuid) RETURNS TABLE(order_item_id uuid, units integer)
    LANGUAGE sql STABLE
    AS $$
    SELECT d.order_item_id, d.units FROM key_debts d WHERE d.variant_id = wanted
$$;
CREATE FUNCTION public.ledger_row_goes_with_its_goods() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM product_variants WHERE id = OLD.variant_id) THEN
        RAISE EXCEPTION 'The stock ledger is append-only: row % goes only together with its goods.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_row_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.actor_id IS NULL AND to_jsonb(NEW) - 'actor_id' = to_jsonb(OLD) - 'actor_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The stock ledger is append-only: row % is not changed. Write another row.', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.supplier_money(suppliers uuid[]) RETURNS TABLE(connection_id uuid, free numeric, share numeric)
    LANGUAGE sql STABLE
    AS $$
    WITH debts AS MATERIALIZED (
        SELECT d.variant_id, sum(d.units - d.under_way) - (SELECT pool FROM key_counts(d.variant_id)) AS units
        FROM key_debts d WHERE d.store_id IN (
            SELECT store_id FROM supplier_balances s WHERE s.connection_id = ANY(suppliers))
        GROUP BY d.variant_id
    ),
    left_there AS (
        SELECT b.connection_id, b.to_spend - (
            SELECT coalesce(sum(coalesce(o.total_cost, o.unit_cost * o.quantity)), 0) FROM supplier_orders o
            WHERE o.connection_id = b.connection_id AND o.currency = b.currency AND o.deleted_at IS NULL AND (
                o.state IN ('asked', 'in_doubt') AND o.sent_at IS NOT NULL
                OR o.state IN ('paid', 'received') AND o.sent_at >= b.read_at)
        ) - (
            SELECT coalesce(sum(d.units * asked.price), 0) FROM debts d CROSS JOIN LATERAL (
                SELECT max(l.price) AS price FROM marketplace_products l
                WHERE l.variant_id = d.variant_id AND l.connection_id = b.connection_id AND l.deleted_at IS NULL
                  AND l.status IN ('active', 'out_of_stock') AND l.currency = b.currency
            ) asked WHERE d.units > 0
        ) AS free, (
            SELECT count(*) FROM (
                SELECT 1 FROM marketplace_products l
                WHERE l.connection_id = b.connection_id AND l.variant_id IS NOT NULL AND l.deleted_at IS NULL
                  AND l.status IN ('active', 'out_of_stock') AND l.price > 0 LIMIT 4
            ) four
        ) AS products
        FROM supplier_balances b
        WHERE b.connection_id = ANY(suppliers) AND b.read_at IS NOT NULL AND b.to_spend IS NOT NULL
          AND b.deleted_at IS NULL
    )
    SELECT connection_id, free,
           CASE WHEN products < 2 THEN greatest(0, free) ELSE trunc(in_steps(free) / products, 4) END
    FROM left_there
$$;
CREATE FUNCTION public.supplier_money_moved(suppliers uuid[]) RETURNS SETOF uuid
    LANGUAGE plpgsql
    AS $$
DECLARE
    each record;
BEGIN
    PERFORM 1 FROM supplier_balances b WHERE b.connection_id = ANY(suppliers) ORDER BY b.connection_id FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    FOR each IN
        SELECT b.connection_id, b.currency, m.free, m.share, b.free AS free_before,
               coalesce(b.share, 'Infinity'::numeric) AS share_before
        FROM supplier_balances b JOIN supplier_money(suppliers) m USING (connection_id)
        WHERE (b.free, b.share) IS DISTINCT FROM (m.free, m.share)
    LOOP
        UPDATE supplier_balances b SET free = each.free, share = each.share WHERE b.connection_id = each.connection_id;
        RETURN QUERY SELECT l.variant_id FROM marketplace_products l
            WHERE l.connection_id = each.connection_id AND l.variant_id IS NOT NULL AND l.deleted_at IS NULL
              AND l.status = 'active' AND l.price > 0 AND l.currency = each.currency
              AND l.stock > floor(least(each.share, each.share_before) / l.price)
              AND floor(each.share / l.price) <> floor(each.share_before / l.price);
    END LOOP;
END
$$;
CREATE FUNCTION public.tri(source text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower(source), at, 3)), '{}')
    FROM generate_series(1, length(source) - 2) AS at
$$;
CREATE TABLE public.api_calls (
    id uuid NOT NULL,
    run_id uuid,
    operation character varying(40) NOT NULL,
    method character varying(8) NOT NULL,
    path character varying(250) NOT NULL,
    http_status smallint,
    outcome character varying(30) NOT NULL,
    said text NOT NULL,
    request_id character varying(120) NOT NULL,
    attempt smallint NOT NULL,
    duration_ms integer NOT NULL,
    waited_ms integer NOT NULL,
    at timestamp with time zone NOT NULL,
    connection_id uuid,
    CONSTRAINT api_calls_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT api_calls_duration_ms_check CHECK ((duration_ms >= 0)),
    CONSTRAINT api_calls_http_status_check CHECK ((http_status >= 0)),
    CONSTRAINT api_calls_waited_ms_check CHECK ((waited_ms >= 0))
);
CREATE TABLE public.api_tokens (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    prefix character varying(12) NOT NULL,
    digest character varying(64) NOT NULL,
    scopes jsonb NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    user_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.attribute_choices (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    category character varying(250) NOT NULL,
    name character varying(250) NOT NULL,
    words character varying(250) NOT NULL,
    fact character varying(100) NOT NULL,
    chosen_by character varying(150) NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT words_or_a_fact CHECK ((((words)::text = ''::text) OR ((fact)::text = ''::text)))
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accessattempt (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    get_data text NOT NULL,
    post_data text NOT NULL,
    failures_since_start integer NOT NULL,
    CONSTRAINT axes_accessattempt_failures_since_start_check CHECK ((failures_since_start >= 0))
);
ALTER TABLE public.axes_accessattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accessattemptexpiration (
    access_attempt_id integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.axes_accessfailurelog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    locked_out boolean NOT NULL
);
ALTER TABLE public.axes_accessfailurelog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessfailurelog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accesslog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    logout_time timestamp with time zone,
    session_hash character varying(64) NOT NULL
);
ALTER TABLE public.axes_accesslog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accesslog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bulk_acts (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    request_key character varying(64) NOT NULL,
    options jsonb NOT NULL,
    order_ids jsonb NOT NULL,
    done integer NOT NULL,
    refused jsonb NOT NULL,
    status character varying(12) NOT NULL,
    lease_until timestamp with time zone,
    finished_at timestamp with time zone,
    started_by_id uuid,
    store_id uuid NOT NULL,
    CONSTRAINT bulk_acts_done_check CHECK ((done >= 0))
);
CREATE TABLE public.bundle_parts (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    bundle_id uuid NOT NULL,
    part_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT a_bundle_is_not_its_own_part CHECK ((NOT (bundle_id = part_id))),
    CONSTRAINT a_part_is_in_it CHECK ((quantity >= 1)),
    CONSTRAINT bundle_parts_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.call_places (
    key character varying(210) NOT NULL,
    holder uuid NOT NULL,
    until timestamp with time zone NOT NULL
);
CREATE TABLE public.category_attributes (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    category character varying(250) NOT NULL,
    attributes jsonb NOT NULL,
    read_at timestamp with time zone NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.category_choices (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    ours character varying(250) NOT NULL,
    theirs character varying(250) NOT NULL,
    path character varying(500) NOT NULL,
    chosen_by character varying(150) NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.category_trees (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    leaves jsonb NOT NULL,
    read_at timestamp with time zone NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.column_maps (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    source character varying(36) NOT NULL,
    heads character varying(64) NOT NULL,
    columns jsonb NOT NULL,
    said_by character varying(150) NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.connection_locations (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    remote_id character varying(60) NOT NULL,
    remote_name character varying(150) NOT NULL,
    is_active boolean NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    location_id uuid
);
CREATE TABLE public.core_historicalapitoken (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    prefix character varying(12) NOT NULL,
    scopes jsonb NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    user_id uuid,
    store_id uuid
);
CREATE TABLE public.core_historicalemailtemplate (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    language character varying(10) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.core_historicalinvitation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    email character varying(254) NOT NULL,
    role character varying(10) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    invited_by_id uuid,
    store_id uuid
);
CREATE TABLE public.core_historicalmembership (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    role character varying(10) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    user_id uuid,
    store_id uuid
);
CREATE TABLE public.core_historicalneedsyou (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    cause_key character varying(200) NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id uuid,
    title character varying(250) NOT NULL,
    tried text NOT NULL,
    said text NOT NULL,
    cost text NOT NULL,
    fix text NOT NULL,
    reference character varying(120) NOT NULL,
    money numeric(15,4),
    currency character varying(3) NOT NULL,
    deadline timestamp with time zone,
    snoozed_until timestamp with time zone,
    times integer NOT NULL,
    settled_at timestamp with time zone,
    settled_by character varying(150) NOT NULL,
    settled_how character varying(250) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    assigned_to_id uuid,
    history_user_id uuid,
    store_id uuid,
    CONSTRAINT core_historicalneedsyou_times_check CHECK ((times >= 0))
);
CREATE TABLE public.core_historicalnotificationchoice (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    in_page boolean NOT NULL,
    mail character varying(8) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    member_id uuid,
    store_id uuid
);
CREATE TABLE public.core_historicalnotificationhours (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quiet_from time without time zone,
    quiet_to time without time zone,
    digest boolean NOT NULL,
    digest_at time without time zone NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    member_id uuid,
    store_id uuid
);
CREATE TABLE public.core_historicalstore (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    slug character varying(60) NOT NULL,
    name character varying(120) NOT NULL,
    currency character varying(3) NOT NULL,
    locale character varying(12) NOT NULL,
    timezone character varying(60) NOT NULL,
    languages jsonb NOT NULL,
    country character varying(2) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    import_price_share smallint NOT NULL,
    CONSTRAINT core_historicalstore_import_price_share_check CHECK ((import_price_share >= 0))
);
CREATE TABLE public.customers (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    remote_id character varying(100) NOT NULL,
    name character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    connection_id uuid,
    store_id uuid NOT NULL
);
CREATE TABLE public.desk_settings (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    hidden_columns jsonb NOT NULL,
    store_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id uuid NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);
ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_celery_beat_clockedschedule (
    id integer NOT NULL,
    clocked_time timestamp with time zone NOT NULL
);
ALTER TABLE public.django_celery_beat_clockedschedule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_celery_beat_clockedschedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_celery_beat_crontabschedule (
    id integer NOT NULL,
    minute character varying(240) NOT NULL,
    hour character varying(96) NOT NULL,
    day_of_week character varying(64) NOT NULL,
    day_of_month character varying(124) NOT NULL,
    month_of_year character varying(64) NOT NULL,
    timezone character varying(63) NOT NULL
);
ALTER TABLE public.django_celery_beat_crontabschedule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_celery_beat_crontabschedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_celery_beat_intervalschedule (
    id integer NOT NULL,
    every integer NOT NULL,
    period character varying(24) NOT NULL
);
ALTER TABLE public.django_celery_beat_intervalschedule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_celery_beat_intervalschedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_celery_beat_periodictask (
    id integer NOT NULL,
    name character varying(200) NOT NULL,
    task character varying(200) NOT NULL,
    args text NOT NULL,
    kwargs text NOT NULL,
    queue character varying(200),
    exchange character varying(200),
    routing_key character varying(200),
    expires timestamp with time zone,
    enabled boolean NOT NULL,
    last_run_at timestamp with time zone,
    total_run_count integer NOT NULL,
    date_changed timestamp with time zone NOT NULL,
    description text NOT NULL,
    crontab_id integer,
    interval_id integer,
    solar_id integer,
    one_off boolean NOT NULL,
    start_time timestamp with time zone,
    priority integer,
    headers text NOT NULL,
    clocked_id integer,
    expire_seconds integer,
    CONSTRAINT django_celery_beat_periodictask_expire_seconds_check CHECK ((expire_seconds >= 0)),
    CONSTRAINT django_celery_beat_periodictask_priority_check CHECK ((priority >= 0)),
    CONSTRAINT django_celery_beat_periodictask_total_run_count_check CHECK ((total_run_count >= 0))
);
ALTER TABLE public.django_celery_beat_periodictask ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_celery_beat_periodictask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_celery_beat_periodictasks (
    ident smallint NOT NULL,
    last_update timestamp with time zone NOT NULL
);
CREATE TABLE public.django_celery_beat_solarschedule (
    id integer NOT NULL,
    event character varying(24) NOT NULL,
    latitude numeric(9,6) NOT NULL,
    longitude numeric(9,6) NOT NULL
);
ALTER TABLE public.django_celery_beat_solarschedule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_celery_beat_solarschedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.drifts (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    what character varying(6) NOT NULL,
    cause character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    ours character varying(40) NOT NULL,
    theirs character varying(40) NOT NULL,
    money numeric(15,4) NOT NULL,
    currency character varying(3) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    decided_by character varying(150) NOT NULL,
    connection_id uuid NOT NULL,
    listing_id uuid NOT NULL,
    store_id uuid NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    units integer DEFAULT 0 NOT NULL,
    CONSTRAINT drifts_tries_check CHECK ((tries >= 0)),
    CONSTRAINT drifts_units_check CHECK ((units >= 0))
);
CREATE TABLE public.email_templates (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    language character varying(10) NOT NULL,
    subject character varying(200) NOT NULL,
    body text NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.fee_rules (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    percent numeric(7,4),
    fixed numeric(15,4) NOT NULL,
    currency character varying(3) NOT NULL,
    starts_on date NOT NULL,
    made_by character varying(150) NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    estimated_at timestamp with time zone,
    last_id uuid,
    last_placed_at timestamp with time zone,
    lease_until timestamp with time zone,
    orders_estimated integer NOT NULL,
    orders_looked_at integer NOT NULL,
    orders_to_look_at integer NOT NULL,
    CONSTRAINT fee_percent_of_a_whole CHECK (((percent IS NULL) OR ((percent >= (0)::numeric) AND (percent <= (100)::numeric)))),
    CONSTRAINT fee_rules_orders_estimated_check CHECK ((orders_estimated >= 0)),
    CONSTRAINT fee_rules_orders_looked_at_check CHECK ((orders_looked_at >= 0)),
    CONSTRAINT fee_rules_orders_to_look_at_check CHECK ((orders_to_look_at >= 0)),
    CONSTRAINT fixed_fee_not_below_zero CHECK ((fixed >= (0)::numeric))
);
CREATE TABLE public.field_owners (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    field character varying(12) NOT NULL,
    decides character varying(6) NOT NULL,
    set_by character varying(150) NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.fulfillment_historicaljointorder (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    state character varying(10) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    order_id uuid,
    joint_parcel_id uuid
);
CREATE TABLE public.fulfillment_historicaljointparcel (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    made_by character varying(150) NOT NULL,
    carrier character varying(100) NOT NULL,
    tracking_number character varying(100) NOT NULL,
    shipped_at timestamp with time zone,
    parted_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.fulfillment_historicalkeydelivery (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    sent_to character varying(254) NOT NULL,
    handed_over_by character varying(150) NOT NULL,
    opened_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    order_id uuid,
    store_id uuid
);
CREATE TABLE public.fulfillment_historicallabel (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    prints integer NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    marketplace_order_id uuid,
    store_id uuid,
    CONSTRAINT fulfillment_historicallabel_prints_check CHECK ((prints >= 0))
);
CREATE TABLE public.fulfillment_historicallicensekey (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    fingerprint character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    "position" smallint,
    expires_at timestamp with time zone,
    sent_at timestamp with time zone,
    opened_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    order_item_id uuid,
    store_id uuid,
    variant_id uuid,
    supplier_order_id uuid,
    media_type character varying(50) NOT NULL,
    remote_id character varying(100) NOT NULL,
    delivery_id uuid,
    cost numeric(15,4),
    currency character varying(3) NOT NULL,
    CONSTRAINT fulfillment_historicallicensekey_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.fulfillment_historicalshipment (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    number smallint NOT NULL,
    request_key character varying(64) NOT NULL,
    status character varying(12) NOT NULL,
    carrier character varying(100) NOT NULL,
    tracking_number character varying(100) NOT NULL,
    tracking_from character varying(12) NOT NULL,
    parcel_remote_id character varying(100) NOT NULL,
    shipped_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    note text NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    marketplace_order_id uuid,
    order_id uuid,
    shipped_by_id uuid,
    store_id uuid,
    supply_id uuid,
    CONSTRAINT fulfillment_historicalshipment_number_check CHECK ((number >= 0))
);
CREATE TABLE public.fulfillment_historicalshipmentitem (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    order_item_id uuid,
    shipment_id uuid,
    box smallint NOT NULL,
    CONSTRAINT fulfillment_historicalshipmentitem_box_check CHECK ((box >= 0)),
    CONSTRAINT fulfillment_historicalshipmentitem_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.fulfillment_historicalsuppliedorder (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    put_at timestamp with time zone,
    refused text NOT NULL,
    leaves boolean NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    marketplace_order_id uuid,
    supply_id uuid
);
CREATE TABLE public.fulfillment_historicalsupplierbalance (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    own numeric(15,4),
    credit numeric(15,4),
    to_spend numeric(15,4),
    currency character varying(3) NOT NULL,
    error text NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.fulfillment_historicalsupplierorder (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    reference character varying(60) NOT NULL,
    remote_id character varying(100) NOT NULL,
    remote_product_id character varying(100) NOT NULL,
    quantity integer NOT NULL,
    state character varying(10) NOT NULL,
    unit_cost numeric(15,4),
    total_cost numeric(15,4),
    currency character varying(3) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    error text NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    order_item_id uuid,
    store_id uuid,
    again boolean NOT NULL,
    agreed boolean NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT fulfillment_historicalsupplierorder_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.fulfillment_historicalsupply (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    remote_id character varying(100) NOT NULL,
    status character varying(10) NOT NULL,
    handed_over_at timestamp with time zone,
    gone_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    handed_over_by_id uuid,
    history_user_id uuid,
    opened_by_id uuid,
    store_id uuid
);
CREATE TABLE public.fulfillment_historicalunitmark (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    unit integer NOT NULL,
    kind character varying(12) NOT NULL,
    code character varying(135) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    entered_by_id uuid,
    history_user_id uuid,
    order_item_id uuid,
    store_id uuid,
    CONSTRAINT fulfillment_historicalunitmark_unit_check CHECK ((unit >= 0))
);
CREATE TABLE public.idempotency_keys (
    id uuid NOT NULL,
    key character varying(255) NOT NULL,
    method character varying(8) NOT NULL,
    path character varying(250) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    status smallint,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT idempotency_keys_status_check CHECK ((status >= 0))
);
CREATE TABLE public.import_sources (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    kind character varying(6) NOT NULL,
    url character varying(500) NOT NULL,
    folder character varying(60) NOT NULL,
    pattern character varying(60) NOT NULL,
    username character varying(150) NOT NULL,
    password bytea NOT NULL,
    host_key character varying(100) NOT NULL,
    interval_minutes integer NOT NULL,
    is_enabled boolean NOT NULL,
    next_run_at timestamp with time zone NOT NULL,
    seen jsonb NOT NULL,
    last_result character varying(12) NOT NULL,
    last_error text NOT NULL,
    checked_at timestamp with time zone,
    failures smallint NOT NULL,
    lease_until timestamp with time zone,
    last_run_id uuid,
    store_id uuid NOT NULL,
    CONSTRAINT import_sources_failures_check CHECK ((failures >= 0)),
    CONSTRAINT import_sources_interval_minutes_check CHECK ((interval_minutes >= 0))
);
CREATE TABLE public.intake_keys (
    id uuid NOT NULL,
    key character varying(200) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    status smallint,
    reply jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    expires_at timestamp with time zone NOT NULL,
    connection_id uuid NOT NULL,
    CONSTRAINT intake_keys_status_check CHECK ((status >= 0))
);
CREATE TABLE public.inventory_changes (
    id uuid NOT NULL,
    delta integer NOT NULL,
    on_hand_before integer NOT NULL,
    on_hand_after integer NOT NULL,
    reserved_after integer NOT NULL,
    cause character varying(10) NOT NULL,
    reason character varying(200) NOT NULL,
    note text NOT NULL,
    actor_label character varying(150) NOT NULL,
    order_item_id uuid,
    shipment_id uuid,
    run_id uuid,
    created_at timestamp with time zone NOT NULL,
    actor_id uuid,
    store_id uuid NOT NULL,
    location_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    CONSTRAINT ledger_adds_up CHECK ((on_hand_after = (on_hand_before + delta)))
);
CREATE TABLE public.inventory_historicalagreement (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    field character varying(12) NOT NULL,
    base_ours text NOT NULL,
    base_theirs text NOT NULL,
    state character varying(6) NOT NULL,
    ours_at timestamp with time zone,
    theirs_at timestamp with time zone,
    agreed_at timestamp with time zone NOT NULL,
    agreed_by character varying(150) NOT NULL,
    decides character varying(6) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    listing_id uuid,
    store_id uuid
);
CREATE TABLE public.inventory_historicalattributechoice (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    category character varying(250) NOT NULL,
    name character varying(250) NOT NULL,
    words character varying(250) NOT NULL,
    fact character varying(100) NOT NULL,
    chosen_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.inventory_historicalbundlepart (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    bundle_id uuid,
    history_user_id uuid,
    part_id uuid,
    store_id uuid,
    CONSTRAINT inventory_historicalbundlepart_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.inventory_historicalcategorychoice (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    ours character varying(250) NOT NULL,
    theirs character varying(250) NOT NULL,
    path character varying(500) NOT NULL,
    chosen_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.inventory_historicalconnectionlocation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    remote_id character varying(60) NOT NULL,
    remote_name character varying(150) NOT NULL,
    is_active boolean NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid,
    location_id uuid
);
CREATE TABLE public.inventory_historicalfieldowner (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    field character varying(12) NOT NULL,
    decides character varying(6) NOT NULL,
    set_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.inventory_historicalinventorysyncconfig (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    is_enabled boolean NOT NULL,
    strategy character varying(10) NOT NULL,
    interval_minutes integer CONSTRAINT inventory_historicalinventorysyncconf_interval_minutes_not_null NOT NULL,
    safety_stock integer,
    out_of_stock_threshold integer,
    send_zero boolean NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid,
    heal_price boolean DEFAULT false NOT NULL,
    heal_stock boolean DEFAULT true NOT NULL,
    priority smallint DEFAULT 100 NOT NULL,
    share_percent smallint DEFAULT 100 NOT NULL,
    heal_status boolean DEFAULT false NOT NULL,
    CONSTRAINT inventory_historicalinventorysyncc_out_of_stock_threshold_check CHECK ((out_of_stock_threshold >= 0)),
    CONSTRAINT inventory_historicalinventorysyncconfig_interval_minutes_check CHECK ((interval_minutes >= 0)),
    CONSTRAINT inventory_historicalinventorysyncconfig_priority_check CHECK ((priority >= 0)),
    CONSTRAINT inventory_historicalinventorysyncconfig_safety_stock_check CHECK ((safety_stock >= 0)),
    CONSTRAINT inventory_historicalinventorysyncconfig_share_percent_check CHECK ((share_percent >= 0))
);
CREATE TABLE public.inventory_historicallocation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    code character varying(30) NOT NULL,
    is_default boolean NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.inventory_historicalmarketplaceproduct (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    marketplace_product_id character varying(100) CONSTRAINT inventory_historicalmarketplace_marketplace_product_id_not_null NOT NULL,
    marketplace_variant_id character varying(100) CONSTRAINT inventory_historicalmarketplace_marketplace_variant_id_not_null NOT NULL,
    marketplace_sku character varying(100) NOT NULL,
    marketplace_url character varying(500) NOT NULL,
    title character varying(500) NOT NULL,
    description text NOT NULL,
    language character varying(10) NOT NULL,
    options jsonb NOT NULL,
    brand character varying(150) NOT NULL,
    gtin character varying(14) NOT NULL,
    image_url character varying(1000) NOT NULL,
    price numeric(15,4),
    compare_price numeric(15,4),
    currency character varying(3) NOT NULL,
    stock integer,
    stock_by_warehouse jsonb CONSTRAINT inventory_historicalmarketplaceprod_stock_by_warehouse_not_null NOT NULL,
    status character varying(12) NOT NULL,
    remote_status character varying(100) NOT NULL,
    remote_updated_at timestamp with time zone,
    linked_at timestamp with time zone,
    linked_by character varying(150) NOT NULL,
    stock_override integer,
    price_override numeric(15,4),
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    marketplace_id uuid,
    store_id uuid,
    product_id uuid,
    variant_id uuid,
    stock_is_theirs boolean DEFAULT false NOT NULL,
    description_override text DEFAULT ''::text CONSTRAINT inventory_historicalmarketplacepr_description_override_not_null NOT NULL,
    title_override character varying(500) DEFAULT ''::character varying NOT NULL,
    price_ceiling numeric(15,4),
    price_floor numeric(15,4),
    stock_buffer integer,
    stock_threshold integer,
    CONSTRAINT inventory_historicalmarketplaceproduct_stock_buffer_check CHECK ((stock_buffer >= 0)),
    CONSTRAINT inventory_historicalmarketplaceproduct_stock_override_check CHECK ((stock_override >= 0)),
    CONSTRAINT inventory_historicalmarketplaceproduct_stock_threshold_check CHECK ((stock_threshold >= 0))
);
CREATE TABLE public.inventory_historicalmarketplaceproducttranslation (
    id uuid NOT NULL,
    created_at timestamp with time zone CONSTRAINT inventory_historicalmarketplaceproducttrans_created_at_not_null NOT NULL,
    updated_at timestamp with time zone CONSTRAINT inventory_historicalmarketplaceproducttrans_updated_at_not_null NOT NULL,
    deleted_at timestamp with time zone,
    language character varying(10) CONSTRAINT inventory_historicalmarketplaceproducttransla_language_not_null NOT NULL,
    title character varying(500) CONSTRAINT inventory_historicalmarketplaceproducttranslatio_title_not_null NOT NULL,
    description text CONSTRAINT inventory_historicalmarketplaceproducttran_description_not_null NOT NULL,
    history_id uuid CONSTRAINT inventory_historicalmarketplaceproducttrans_history_id_not_null NOT NULL,
    history_date timestamp with time zone CONSTRAINT inventory_historicalmarketplaceproducttra_history_date_not_null NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) CONSTRAINT inventory_historicalmarketplaceproducttra_history_type_not_null NOT NULL,
    history_user_id uuid,
    listing_id uuid
);
CREATE TABLE public.inventory_historicaloffer (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    wanted character varying(8) NOT NULL,
    category character varying(250) NOT NULL,
    asked_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    listing_id uuid,
    store_id uuid,
    variant_id uuid,
    price numeric(15,4)
);
CREATE TABLE public.inventory_historicalpricehold (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    cause character varying(5) NOT NULL,
    wanted numeric(15,4) NOT NULL,
    currency character varying(3) NOT NULL,
    lowest numeric(15,4),
    told numeric(15,4),
    is_open boolean NOT NULL,
    allowed numeric(15,4),
    allowed_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    listing_id uuid,
    store_id uuid
);
CREATE TABLE public.inventory_historicalpricerule (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    markup_percent numeric(9,4),
    markup_fixed numeric(15,4) NOT NULL,
    rounding character varying(5) NOT NULL,
    min_margin_percent numeric(7,4) NOT NULL,
    below character varying(5) NOT NULL,
    jump_percent numeric(7,4),
    set_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid,
    supplier_id uuid
);
CREATE TABLE public.inventory_historicalproduct (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    title character varying(500) NOT NULL,
    description text NOT NULL,
    language character varying(10) NOT NULL,
    brand character varying(150) NOT NULL,
    category character varying(250) NOT NULL,
    kind character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    images jsonb NOT NULL,
    attributes jsonb NOT NULL,
    feed_id character varying(200) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.inventory_historicalproducttranslation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    language character varying(10) NOT NULL,
    title character varying(500) NOT NULL,
    description text NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid,
    product_id uuid
);
CREATE TABLE public.inventory_historicalpromotionhold (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    "left" integer NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid,
    variant_id uuid,
    CONSTRAINT inventory_historicalpromotionhold_left_check CHECK (("left" >= 0)),
    CONSTRAINT inventory_historicalpromotionhold_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.inventory_historicalrefusedmatch (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    refused_by character varying(150) NOT NULL,
    reason character varying(250) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    listing_id uuid,
    store_id uuid,
    variant_id uuid
);
CREATE TABLE public.inventory_historicalreservation (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    order_item_id uuid NOT NULL,
    asked integer NOT NULL,
    granted integer NOT NULL,
    short integer NOT NULL,
    consumed integer NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid,
    location_id uuid,
    variant_id uuid,
    per_unit integer DEFAULT 1 NOT NULL,
    CONSTRAINT inventory_historicalreservation_asked_check CHECK ((asked >= 0)),
    CONSTRAINT inventory_historicalreservation_consumed_check CHECK ((consumed >= 0)),
    CONSTRAINT inventory_historicalreservation_granted_check CHECK ((granted >= 0)),
    CONSTRAINT inventory_historicalreservation_per_unit_check CHECK ((per_unit >= 0)),
    CONSTRAINT inventory_historicalreservation_short_check CHECK ((short >= 0))
);
CREATE TABLE public.inventory_historicalstorestockrule (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    buffer integer NOT NULL,
    threshold integer NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid,
    CONSTRAINT inventory_historicalstorestockrule_buffer_check CHECK ((buffer >= 0)),
    CONSTRAINT inventory_historicalstorestockrule_threshold_check CHECK ((threshold >= 0))
);
CREATE TABLE public.inventory_historicalvariant (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    sku character varying(100) NOT NULL,
    gtin character varying(14) NOT NULL,
    options jsonb NOT NULL,
    "position" smallint NOT NULL,
    price numeric(15,4),
    currency character varying(3) NOT NULL,
    cost numeric(15,4),
    weight_g integer,
    image_url character varying(1000) NOT NULL,
    low_stock_at integer NOT NULL,
    opening_counted_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid,
    product_id uuid,
    is_bundle boolean DEFAULT false NOT NULL,
    CONSTRAINT inventory_historicalvariant_low_stock_at_check CHECK ((low_stock_at >= 0)),
    CONSTRAINT inventory_historicalvariant_position_check CHECK (("position" >= 0)),
    CONSTRAINT inventory_historicalvariant_weight_g_check CHECK ((weight_g >= 0))
);
CREATE TABLE public.inventory_sync_configs (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    is_enabled boolean NOT NULL,
    strategy character varying(10) NOT NULL,
    interval_minutes integer NOT NULL,
    safety_stock integer,
    out_of_stock_threshold integer,
    send_zero boolean NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    heal_price boolean DEFAULT false NOT NULL,
    heal_stock boolean DEFAULT true NOT NULL,
    priority smallint DEFAULT 100 NOT NULL,
    share_percent smallint DEFAULT 100 NOT NULL,
    heal_status boolean DEFAULT false NOT NULL,
    CONSTRAINT a_share_is_1_to_100 CHECK (((share_percent >= 1) AND (share_percent <= 100))),
    CONSTRAINT inventory_sync_configs_interval_minutes_check CHECK ((interval_minutes >= 0)),
    CONSTRAINT inventory_sync_configs_out_of_stock_threshold_check CHECK ((out_of_stock_threshold >= 0)),
    CONSTRAINT inventory_sync_configs_priority_check CHECK ((priority >= 0)),
    CONSTRAINT inventory_sync_configs_safety_stock_check CHECK ((safety_stock >= 0)),
    CONSTRAINT inventory_sync_configs_share_percent_check CHECK ((share_percent >= 0))
);
CREATE TABLE public.invitations (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    email character varying(254) NOT NULL,
    role character varying(10) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    invited_by_id uuid,
    store_id uuid NOT NULL
);
CREATE TABLE public.invoices (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(10) NOT NULL,
    sequence integer NOT NULL,
    number character varying(40) NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_on date NOT NULL,
    supplied_on date NOT NULL,
    issued_by character varying(150) NOT NULL,
    reason character varying(250) NOT NULL,
    currency character varying(3) NOT NULL,
    net numeric(15,4) NOT NULL,
    tax numeric(15,4) NOT NULL,
    total numeric(15,4) NOT NULL,
    seller jsonb NOT NULL,
    buyer jsonb NOT NULL,
    lines jsonb NOT NULL,
    corrects_id uuid,
    order_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT a_credit_note_takes_something_back CHECK ((((corrects_id IS NULL) AND ((kind)::text = 'invoice'::text)) OR ((corrects_id IS NOT NULL) AND ((kind)::text = 'credit'::text) AND (total < (0)::numeric)))),
    CONSTRAINT invoices_add_up CHECK ((total = (net + tax))),
    CONSTRAINT invoices_sequence_check CHECK ((sequence >= 0))
);
CREATE TABLE public.joint_orders (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    state character varying(10) NOT NULL,
    order_id uuid NOT NULL,
    joint_parcel_id uuid NOT NULL
);
CREATE TABLE public.joint_parcels (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    made_by character varying(150) NOT NULL,
    carrier character varying(100) NOT NULL,
    tracking_number character varying(100) NOT NULL,
    shipped_at timestamp with time zone,
    parted_at timestamp with time zone,
    store_id uuid NOT NULL
);
CREATE TABLE public.license_keys (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    key bytea NOT NULL,
    fingerprint character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    "position" smallint,
    expires_at timestamp with time zone,
    sent_at timestamp with time zone,
    opened_at timestamp with time zone,
    order_item_id uuid,
    store_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    supplier_order_id uuid,
    media_type character varying(50) NOT NULL,
    remote_id character varying(100) NOT NULL,
    delivery_id uuid,
    cost numeric(15,4),
    currency character varying(3) NOT NULL,
    CONSTRAINT license_keys_position_check CHECK (("position" >= 0))
);
CREATE TABLE public.order_items (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    remote_line_id character varying(100) NOT NULL,
    "position" smallint NOT NULL,
    product_name character varying(500) NOT NULL,
    product_sku character varying(100) NOT NULL,
    product_gtin character varying(14) NOT NULL,
    product_image_url character varying(1000) NOT NULL,
    unit_price numeric(15,4) NOT NULL,
    quantity integer NOT NULL,
    cancelled_quantity integer NOT NULL,
    shipped_quantity integer NOT NULL,
    subtotal numeric(15,4) NOT NULL,
    tax_amount numeric(15,4) NOT NULL,
    discount_amount numeric(15,4) NOT NULL,
    total numeric(15,4) NOT NULL,
    is_digital boolean NOT NULL,
    license_key bytea NOT NULL,
    download_url character varying(500) NOT NULL,
    download_expiry timestamp with time zone,
    digital_fulfilled_at timestamp with time zone,
    supplier character varying(30) NOT NULL,
    supplier_order_id character varying(100) NOT NULL,
    supplier_cost numeric(15,4),
    listing_id uuid,
    marketplace_order_id uuid,
    order_id uuid NOT NULL,
    product_id uuid,
    variant_id uuid,
    marks_asked character varying(120) NOT NULL,
    CONSTRAINT no_more_left_or_cancelled_than_ordered CHECK ((quantity >= (cancelled_quantity + shipped_quantity))),
    CONSTRAINT not_more_shipped_than_ordered CHECK ((shipped_quantity <= quantity)),
    CONSTRAINT order_items_cancelled_quantity_check CHECK ((cancelled_quantity >= 0)),
    CONSTRAINT order_items_position_check CHECK (("position" >= 0)),
    CONSTRAINT order_items_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT order_items_shipped_quantity_check CHECK ((shipped_quantity >= 0))
);
CREATE TABLE public.orders (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    number character varying(30) NOT NULL,
    channel character varying(20) NOT NULL,
    channel_order_id character varying(100) NOT NULL,
    channel_order_url character varying(500) NOT NULL,
    customer_name character varying(200) NOT NULL,
    customer_email character varying(254) NOT NULL,
    customer_phone character varying(40) NOT NULL,
    shipping_address jsonb NOT NULL,
    billing_address jsonb,
    currency character varying(3) NOT NULL,
    subtotal numeric(15,4) NOT NULL,
    shipping_cost numeric(15,4) NOT NULL,
    tax_amount numeric(15,4) NOT NULL,
    discount_amount numeric(15,4) NOT NULL,
    total numeric(15,4) NOT NULL,
    fees numeric(15,4),
    net_amount numeric(15,4),
    fees_estimated boolean NOT NULL,
    money_unbalanced boolean NOT NULL,
    status character varying(20) NOT NULL,
    scheme character varying(12) NOT NULL,
    remote_scheme character varying(30) NOT NULL,
    requires_shipping boolean NOT NULL,
    is_fully_digital boolean NOT NULL,
    cancel_requested boolean NOT NULL,
    cancel_reason character varying(250) NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    paid_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    ship_by timestamp with time zone,
    shipped_at timestamp with time zone,
    delivered_at timestamp with time zone,
    fulfilled_at timestamp with time zone,
    held_at timestamp with time zone,
    held_reason character varying(200) NOT NULL,
    shipping_method character varying(150) NOT NULL,
    tracking_number character varying(100) NOT NULL,
    carrier character varying(100) NOT NULL,
    buyer_note text NOT NULL,
    notes text NOT NULL,
    tags jsonb NOT NULL,
    unlinked_lines smallint NOT NULL,
    short_units integer NOT NULL,
    last_synced_at timestamp with time zone,
    sync_status character varying(10) NOT NULL,
    sync_error text NOT NULL,
    search_text text NOT NULL,
    archived_at timestamp with time zone,
    connection_id uuid,
    customer_id uuid,
    store_id uuid NOT NULL,
    cancelled_amount numeric(15,4) NOT NULL,
    refund_estimated boolean NOT NULL,
    refunded_amount numeric(15,4) NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT orders_short_units_check CHECK ((short_units >= 0)),
    CONSTRAINT orders_unlinked_lines_check CHECK ((unlinked_lines >= 0))
);
CREATE TABLE public.supplier_orders (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    reference character varying(60) NOT NULL,
    remote_id character varying(100) NOT NULL,
    remote_product_id character varying(100) NOT NULL,
    quantity integer NOT NULL,
    state character varying(10) NOT NULL,
    unit_cost numeric(15,4),
    total_cost numeric(15,4),
    currency character varying(3) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    error text NOT NULL,
    connection_id uuid NOT NULL,
    order_item_id uuid NOT NULL,
    store_id uuid NOT NULL,
    again boolean NOT NULL,
    agreed boolean NOT NULL,
    lease_owner uuid,
    lease_until timestamp with time zone,
    looks integer NOT NULL,
    next_look_at timestamp with time zone,
    sent_at timestamp with time zone,
    CONSTRAINT supplier_orders_looks_check CHECK ((looks >= 0)),
    CONSTRAINT supplier_orders_quantity_check CHECK ((quantity >= 0))
);
CREATE VIEW public.key_debts AS
 SELECT i.id AS order_item_id,
    i.variant_id,
    o.store_id,
    ((i.quantity - i.cancelled_quantity) - GREATEST(i.shipped_quantity, (here.keys + coming.keys))) AS units,
    coming.asked AS under_way
   FROM (((public.order_items i
     JOIN public.orders o ON (((o.id = i.order_id) AND (o.deleted_at IS NULL))))
     CROSS JOIN LATERAL ( SELECT (count(*))::integer AS keys
           FROM public.license_keys k
          WHERE ((k.order_item_id = i.id) AND (k."position" IS NOT NULL) AND (k.deleted_at IS NULL))) here)
     CROSS JOIN LATERAL ( SELECT (COALESCE(sum(GREATEST((0)::bigint, (p.quantity - ( SELECT count(*) AS count
                   FROM public.license_keys k
                  WHERE ((k.supplier_order_id = p.id) AND (k.deleted_at IS NULL)))))) FILTER (WHERE ((p.state)::text = 'paid'::text)), (0)::numeric))::integer AS keys,
            (COALESCE(sum(p.quantity) FILTER (WHERE ((p.state)::text <> 'paid'::text)), (0)::bigint))::integer AS asked
           FROM public.supplier_orders p
          WHERE ((p.order_item_id = i.id) AND (p.deleted_at IS NULL) AND (((p.state)::text = 'paid'::text) OR (((p.state)::text = ANY ((ARRAY['asked'::character varying, 'in_doubt'::character varying])::text[])) AND (p.sent_at IS NOT NULL))))) coming)
  WHERE ((i.variant_id IS NOT NULL) AND i.is_digital AND (i.digital_fulfilled_at IS NULL) AND (i.deleted_at IS NULL) AND ((o.scheme)::text = 'seller'::text) AND ((o.status)::text = ANY ((ARRAY['pending'::character varying, 'confirmed'::character varying, 'processing'::character varying, 'ready_for_shipment'::character varying, 'unknown'::character varying])::text[])) AND ((i.quantity - i.cancelled_quantity) > GREATEST(i.shipped_quantity, (here.keys + coming.keys))));
CREATE TABLE public.key_deliveries (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    sent_to character varying(254) NOT NULL,
    handed_over_by character varying(150) NOT NULL,
    opened_at timestamp with time zone,
    opened_by character varying(64) NOT NULL,
    withdrawn_at timestamp with time zone,
    order_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.labels (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    content bytea NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    prints integer NOT NULL,
    marketplace_order_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT labels_prints_check CHECK ((prints >= 0))
);
CREATE TABLE public.listing_agreements (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    field character varying(12) NOT NULL,
    base_ours text NOT NULL,
    base_theirs text NOT NULL,
    ours text NOT NULL,
    theirs text NOT NULL,
    state character varying(6) NOT NULL,
    ours_at timestamp with time zone,
    theirs_at timestamp with time zone,
    agreed_at timestamp with time zone NOT NULL,
    agreed_by character varying(150) NOT NULL,
    decides character varying(6) NOT NULL,
    listing_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.locations (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    code character varying(30) NOT NULL,
    is_default boolean NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.marketplace_connections (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    remote_account_id character varying(100) NOT NULL,
    remote_account_name character varying(150) NOT NULL,
    currency character varying(3) NOT NULL,
    country character varying(2) NOT NULL,
    status character varying(12) NOT NULL,
    status_kind character varying(30) NOT NULL,
    status_reason text NOT NULL,
    status_since timestamp with time zone,
    is_sandbox boolean NOT NULL,
    base_url character varying(255) NOT NULL,
    settings jsonb NOT NULL,
    webhook_token character varying(60) NOT NULL,
    orders_in boolean NOT NULL,
    products_in boolean NOT NULL,
    stock_out boolean NOT NULL,
    price_out boolean NOT NULL,
    fulfilment_out boolean NOT NULL,
    login_ends_at timestamp with time zone,
    last_tested_at timestamp with time zone,
    orders_read_at timestamp with time zone,
    products_read_at timestamp with time zone,
    stock_sent_at timestamp with time zone,
    store_id uuid NOT NULL,
    marketplace_id uuid NOT NULL,
    products_out boolean DEFAULT false NOT NULL
);
CREATE TABLE public.marketplace_credentials (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    store_id character varying(100) NOT NULL,
    store_name character varying(100) NOT NULL,
    api_key bytea NOT NULL,
    api_secret bytea NOT NULL,
    access_token bytea NOT NULL,
    refresh_token bytea NOT NULL,
    extra bytea NOT NULL,
    previous bytea NOT NULL,
    previous_until timestamp with time zone,
    hints jsonb NOT NULL,
    credential_type character varying(20) NOT NULL,
    token_expires_at timestamp with time zone,
    is_active boolean NOT NULL,
    is_valid boolean NOT NULL,
    last_validated_at timestamp with time zone,
    version integer NOT NULL,
    lease_owner uuid,
    lease_until timestamp with time zone,
    connection_id uuid NOT NULL,
    marketplace_id uuid NOT NULL,
    CONSTRAINT marketplace_credentials_version_check CHECK ((version >= 0))
);
CREATE TABLE public.marketplace_listing_figures (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    day date NOT NULL,
    ordered_units integer,
    revenue numeric(15,4),
    currency character varying(3) NOT NULL,
    views integer,
    sessions integer,
    cart_adds integer,
    cancelled_units integer,
    delivered_units integer,
    returned_units integer,
    connection_id uuid NOT NULL,
    listing_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT marketplace_listing_figures_cancelled_units_check CHECK ((cancelled_units >= 0)),
    CONSTRAINT marketplace_listing_figures_cart_adds_check CHECK ((cart_adds >= 0)),
    CONSTRAINT marketplace_listing_figures_delivered_units_check CHECK ((delivered_units >= 0)),
    CONSTRAINT marketplace_listing_figures_ordered_units_check CHECK ((ordered_units >= 0)),
    CONSTRAINT marketplace_listing_figures_returned_units_check CHECK ((returned_units >= 0)),
    CONSTRAINT marketplace_listing_figures_sessions_check CHECK ((sessions >= 0)),
    CONSTRAINT marketplace_listing_figures_views_check CHECK ((views >= 0))
);
CREATE TABLE public.marketplace_order_items (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    unit_price numeric(15,4) NOT NULL,
    total_price numeric(15,4) NOT NULL,
    marketplace_item_id character varying(100) NOT NULL,
    marketplace_sku character varying(100) NOT NULL,
    remote_product_id character varying(100) NOT NULL,
    remote_variant_id character varying(100) NOT NULL,
    marketplace_order_id uuid NOT NULL,
    marketplace_product_id uuid,
    product_id uuid,
    variant_id uuid,
    CONSTRAINT marketplace_order_items_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.marketplace_orders (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    marketplace_order_id character varying(100) NOT NULL,
    marketplace_order_number character varying(100) NOT NULL,
    parent_remote_id character varying(100) NOT NULL,
    status character varying(20) NOT NULL,
    remote_status character varying(100) NOT NULL,
    remote_substatus character varying(100) NOT NULL,
    replaced_by_split boolean NOT NULL,
    customer_name character varying(200) NOT NULL,
    customer_email character varying(254) NOT NULL,
    customer_phone character varying(40) NOT NULL,
    shipping_address text NOT NULL,
    shipping_method character varying(150) NOT NULL,
    tracking_number character varying(100) NOT NULL,
    currency character varying(3) NOT NULL,
    total_amount numeric(15,4) NOT NULL,
    marketplace_fees numeric(15,4),
    net_amount numeric(15,4),
    notes text NOT NULL,
    warehouse_remote_id character varying(60) NOT NULL,
    remote_updated_at timestamp with time zone NOT NULL,
    first_seen_by character varying(20) NOT NULL,
    last_sync_at timestamp with time zone NOT NULL,
    raw jsonb NOT NULL,
    content_digest character varying(64) NOT NULL,
    connection_id uuid NOT NULL,
    marketplace_id uuid NOT NULL,
    store_id uuid NOT NULL,
    order_id uuid NOT NULL
);
CREATE TABLE public.marketplace_product_translations (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    language character varying(10) NOT NULL,
    title character varying(500) NOT NULL,
    description text NOT NULL,
    listing_id uuid NOT NULL
);
CREATE TABLE public.marketplace_products (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    marketplace_product_id character varying(100) NOT NULL,
    marketplace_variant_id character varying(100) NOT NULL,
    marketplace_sku character varying(100) NOT NULL,
    marketplace_url character varying(500) NOT NULL,
    title character varying(500) NOT NULL,
    description text NOT NULL,
    language character varying(10) NOT NULL,
    options jsonb NOT NULL,
    brand character varying(150) NOT NULL,
    gtin character varying(14) NOT NULL,
    image_url character varying(1000) NOT NULL,
    price numeric(15,4),
    compare_price numeric(15,4),
    currency character varying(3) NOT NULL,
    stock integer,
    stock_by_warehouse jsonb NOT NULL,
    status character varying(12) NOT NULL,
    remote_status character varying(100) NOT NULL,
    remote_updated_at timestamp with time zone,
    last_sync_at timestamp with time zone NOT NULL,
    linked_at timestamp with time zone,
    linked_by character varying(150) NOT NULL,
    stock_override integer,
    price_override numeric(15,4),
    raw jsonb NOT NULL,
    content_digest character varying(64) NOT NULL,
    connection_id uuid NOT NULL,
    marketplace_id uuid NOT NULL,
    store_id uuid NOT NULL,
    product_id uuid,
    variant_id uuid,
    stock_is_theirs boolean DEFAULT false NOT NULL,
    description_override text DEFAULT ''::text NOT NULL,
    title_override character varying(500) DEFAULT ''::character varying NOT NULL,
    match_rank smallint DEFAULT 2 NOT NULL,
    price_ceiling numeric(15,4),
    price_floor numeric(15,4),
    stock_buffer integer,
    stock_threshold integer,
    CONSTRAINT marketplace_products_match_rank_check CHECK ((match_rank >= 0)),
    CONSTRAINT marketplace_products_stock_buffer_check CHECK ((stock_buffer >= 0)),
    CONSTRAINT marketplace_products_stock_override_check CHECK ((stock_override >= 0)),
    CONSTRAINT marketplace_products_stock_threshold_check CHECK ((stock_threshold >= 0))
);
CREATE TABLE public.marketplace_sync_logs (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    sync_type character varying(12) NOT NULL,
    status character varying(20) NOT NULL,
    phase character varying(12) NOT NULL,
    cause character varying(10) NOT NULL,
    options jsonb NOT NULL,
    expected_records integer,
    total_records integer NOT NULL,
    processed_records integer NOT NULL,
    failed_records integer NOT NULL,
    created_records integer NOT NULL,
    updated_records integer NOT NULL,
    unchanged_records integer NOT NULL,
    parked_records integer NOT NULL,
    pages integer NOT NULL,
    start_time timestamp with time zone,
    end_time timestamp with time zone,
    heartbeat_at timestamp with time zone,
    lease_owner uuid,
    lease_until timestamp with time zone,
    stop_requested boolean NOT NULL,
    error_kind character varying(30) NOT NULL,
    error_message text NOT NULL,
    error_said text NOT NULL,
    error_fix text NOT NULL,
    messages jsonb NOT NULL,
    connection_id uuid,
    marketplace_id uuid,
    started_by_id uuid,
    store_id uuid NOT NULL,
    CONSTRAINT marketplace_sync_logs_created_records_check CHECK ((created_records >= 0)),
    CONSTRAINT marketplace_sync_logs_expected_records_check CHECK ((expected_records >= 0)),
    CONSTRAINT marketplace_sync_logs_failed_records_check CHECK ((failed_records >= 0)),
    CONSTRAINT marketplace_sync_logs_pages_check CHECK ((pages >= 0)),
    CONSTRAINT marketplace_sync_logs_parked_records_check CHECK ((parked_records >= 0)),
    CONSTRAINT marketplace_sync_logs_processed_records_check CHECK ((processed_records >= 0)),
    CONSTRAINT marketplace_sync_logs_total_records_check CHECK ((total_records >= 0)),
    CONSTRAINT marketplace_sync_logs_unchanged_records_check CHECK ((unchanged_records >= 0)),
    CONSTRAINT marketplace_sync_logs_updated_records_check CHECK ((updated_records >= 0)),
    CONSTRAINT records_balance CHECK ((processed_records = ((((created_records + updated_records) + unchanged_records) + parked_records) + failed_records)))
);
CREATE TABLE public.marketplace_webhooks (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    event_key character varying(250) NOT NULL,
    topic character varying(10) NOT NULL,
    kind character varying(60) NOT NULL,
    remote_ids jsonb NOT NULL,
    body text NOT NULL,
    source_ip inet,
    status character varying(10) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    duplicates integer NOT NULL,
    lease_owner uuid,
    lease_until timestamp with time zone,
    attempts smallint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    processed_at timestamp with time zone,
    error text NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT marketplace_webhooks_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT marketplace_webhooks_duplicates_check CHECK ((duplicates >= 0))
);
CREATE TABLE public.marketplaces (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    code character varying(20) NOT NULL,
    description text NOT NULL,
    api_base_url character varying(255) NOT NULL,
    api_version character varying(20) NOT NULL,
    auth_type character varying(20) NOT NULL,
    rate_limit character varying(200) NOT NULL,
    documentation_url character varying(255) NOT NULL,
    is_active boolean NOT NULL
);
CREATE TABLE public.marketplaces_historicalconnection (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    remote_account_id character varying(100) NOT NULL,
    remote_account_name character varying(150) NOT NULL,
    currency character varying(3) NOT NULL,
    country character varying(2) NOT NULL,
    status character varying(12) NOT NULL,
    status_kind character varying(30) NOT NULL,
    status_reason text NOT NULL,
    status_since timestamp with time zone,
    is_sandbox boolean NOT NULL,
    base_url character varying(255) NOT NULL,
    settings jsonb NOT NULL,
    orders_in boolean NOT NULL,
    products_in boolean NOT NULL,
    stock_out boolean NOT NULL,
    price_out boolean NOT NULL,
    fulfilment_out boolean NOT NULL,
    login_ends_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid,
    marketplace_id uuid,
    products_out boolean DEFAULT false NOT NULL
);
CREATE TABLE public.marketplaces_historicalmarketplace (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    code character varying(20) NOT NULL,
    description text NOT NULL,
    api_base_url character varying(255) NOT NULL,
    api_version character varying(20) NOT NULL,
    auth_type character varying(20) NOT NULL,
    rate_limit character varying(200) NOT NULL,
    documentation_url character varying(255) NOT NULL,
    is_active boolean NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid
);
CREATE TABLE public.marketplaces_historicalmarketplacecredential (
    id uuid NOT NULL,
    created_at timestamp with time zone CONSTRAINT marketplaces_historicalmarketplacecredentia_created_at_not_null NOT NULL,
    updated_at timestamp with time zone CONSTRAINT marketplaces_historicalmarketplacecredentia_updated_at_not_null NOT NULL,
    deleted_at timestamp with time zone,
    store_id character varying(100) NOT NULL,
    store_name character varying(100) CONSTRAINT marketplaces_historicalmarketplacecredentia_store_name_not_null NOT NULL,
    previous_until timestamp with time zone,
    credential_type character varying(20) CONSTRAINT marketplaces_historicalmarketplacecred_credential_type_not_null NOT NULL,
    token_expires_at timestamp with time zone,
    is_active boolean NOT NULL,
    is_valid boolean NOT NULL,
    last_validated_at timestamp with time zone,
    version integer NOT NULL,
    history_id uuid CONSTRAINT marketplaces_historicalmarketplacecredentia_history_id_not_null NOT NULL,
    history_date timestamp with time zone CONSTRAINT marketplaces_historicalmarketplacecredent_history_date_not_null NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) CONSTRAINT marketplaces_historicalmarketplacecredent_history_type_not_null NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    marketplace_id uuid,
    CONSTRAINT marketplaces_historicalmarketplacecredential_version_check CHECK ((version >= 0))
);
CREATE TABLE public.marketplaces_historicaloutboundchange (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(10) NOT NULL,
    subject_id uuid NOT NULL,
    state character varying(10) NOT NULL,
    wanted_version bigint NOT NULL,
    sent_version bigint NOT NULL,
    seen_version bigint NOT NULL,
    sent_at timestamp with time zone,
    seen_at timestamp with time zone,
    attempts integer NOT NULL,
    last_sent jsonb NOT NULL,
    error_kind character varying(30) NOT NULL,
    error text NOT NULL,
    error_said text NOT NULL,
    error_fix text NOT NULL,
    request_id character varying(120) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid,
    CONSTRAINT marketplaces_historicaloutboundchange_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT marketplaces_historicaloutboundchange_seen_version_check CHECK ((seen_version >= 0)),
    CONSTRAINT marketplaces_historicaloutboundchange_sent_version_check CHECK ((sent_version >= 0)),
    CONSTRAINT marketplaces_historicaloutboundchange_wanted_version_check CHECK ((wanted_version >= 0))
);
CREATE TABLE public.memberships (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    role character varying(10) NOT NULL,
    user_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.needs_you (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    cause_key character varying(200) NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id uuid,
    title character varying(250) NOT NULL,
    tried text NOT NULL,
    said text NOT NULL,
    cost text NOT NULL,
    fix text NOT NULL,
    reference character varying(120) NOT NULL,
    money numeric(15,4),
    currency character varying(3) NOT NULL,
    deadline timestamp with time zone,
    snoozed_until timestamp with time zone,
    times integer NOT NULL,
    settled_at timestamp with time zone,
    settled_by character varying(150) NOT NULL,
    settled_how character varying(250) NOT NULL,
    assigned_to_id uuid,
    store_id uuid NOT NULL,
    CONSTRAINT needs_you_times_check CHECK ((times >= 0))
);
CREATE TABLE public.notification_choices (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    in_page boolean NOT NULL,
    mail character varying(8) NOT NULL,
    member_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.notification_cursors (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    reader character varying(60) NOT NULL,
    read_to timestamp with time zone NOT NULL
);
CREATE TABLE public.notification_hours (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quiet_from time without time zone,
    quiet_to time without time zone,
    digest boolean NOT NULL,
    digest_at time without time zone NOT NULL,
    member_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.notification_receipts (
    id bigint NOT NULL,
    reader character varying(60) NOT NULL,
    event_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.notification_receipts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notification_receipts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.notifications (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    cause_key character varying(250) NOT NULL,
    event_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    title character varying(250) NOT NULL,
    body text NOT NULL,
    url character varying(500) NOT NULL,
    times integer NOT NULL,
    in_page boolean NOT NULL,
    mail character varying(8) NOT NULL,
    mailed_at timestamp with time zone,
    read_at timestamp with time zone,
    over_at timestamp with time zone,
    member_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT notifications_times_check CHECK ((times >= 0))
);
CREATE TABLE public.offers (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    wanted character varying(8) NOT NULL,
    category character varying(250) NOT NULL,
    asked_by character varying(150) NOT NULL,
    connection_id uuid NOT NULL,
    listing_id uuid,
    store_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    price numeric(15,4)
);
CREATE TABLE public.order_refund_lines (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    amount numeric(15,4) NOT NULL,
    order_item_id uuid NOT NULL,
    order_refund_id uuid NOT NULL,
    CONSTRAINT a_refunded_line_gives_something CHECK ((amount > (0)::numeric)),
    CONSTRAINT order_refund_lines_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.order_refunds (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    request_key character varying(64) NOT NULL,
    status character varying(10) NOT NULL,
    amount numeric(15,4) NOT NULL,
    shipping_amount numeric(15,4) NOT NULL,
    currency character varying(3) NOT NULL,
    reason character varying(100) NOT NULL,
    reason_title character varying(250) NOT NULL,
    message character varying(250) NOT NULL,
    asked_by character varying(150) NOT NULL,
    remote_id character varying(100) NOT NULL,
    remote_status character varying(100) NOT NULL,
    settled_at timestamp with time zone,
    connection_id uuid NOT NULL,
    marketplace_order_id uuid NOT NULL,
    order_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT a_refund_gives_something CHECK ((amount > (0)::numeric)),
    CONSTRAINT shipping_is_part_of_the_refund CHECK (((shipping_amount >= (0)::numeric) AND (shipping_amount <= amount)))
);
CREATE TABLE public.order_return_lines (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    "position" smallint NOT NULL,
    remote_product_id character varying(100) NOT NULL,
    remote_variant_id character varying(100) NOT NULL,
    sku character varying(100) NOT NULL,
    title character varying(500) NOT NULL,
    quantity integer NOT NULL,
    decision character varying(12) NOT NULL,
    put_back_quantity integer NOT NULL,
    decided_at timestamp with time zone,
    decided_by character varying(150) NOT NULL,
    order_item_id uuid,
    order_return_id uuid NOT NULL,
    condition character varying(200) NOT NULL,
    damaged_quantity integer NOT NULL,
    lost_quantity integer NOT NULL,
    CONSTRAINT not_more_put_back_than_returned CHECK ((put_back_quantity <= quantity)),
    CONSTRAINT order_return_lines_damaged_quantity_check CHECK ((damaged_quantity >= 0)),
    CONSTRAINT order_return_lines_lost_quantity_check CHECK ((lost_quantity >= 0)),
    CONSTRAINT order_return_lines_position_check CHECK (("position" >= 0)),
    CONSTRAINT order_return_lines_put_back_quantity_check CHECK ((put_back_quantity >= 0)),
    CONSTRAINT order_return_lines_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT put_back_is_decided CHECK (((put_back_quantity = 0) OR ((decision)::text = 'put_back'::text)))
);
CREATE TABLE public.order_returns (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    remote_id character varying(100) NOT NULL,
    order_remote_id character varying(100) NOT NULL,
    status character varying(20) NOT NULL,
    remote_status character varying(100) NOT NULL,
    reason character varying(250) NOT NULL,
    buyer_note text NOT NULL,
    refund_amount numeric(15,4),
    refund_estimated boolean NOT NULL,
    refund_given boolean NOT NULL,
    currency character varying(3) NOT NULL,
    needs_parcel boolean NOT NULL,
    came_back boolean NOT NULL,
    tracking_number character varying(100) NOT NULL,
    answer_by timestamp with time zone,
    requested_at timestamp with time zone NOT NULL,
    remote_updated_at timestamp with time zone NOT NULL,
    raw jsonb NOT NULL,
    content_digest character varying(64) NOT NULL,
    connection_id uuid NOT NULL,
    marketplace_order_id uuid,
    order_id uuid,
    store_id uuid NOT NULL
);
CREATE TABLE public.order_status_history (
    id uuid NOT NULL,
    from_status character varying(20) NOT NULL,
    to_status character varying(20) NOT NULL,
    changed_by character varying(150) NOT NULL,
    reason character varying(250) NOT NULL,
    metadata jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    order_id uuid NOT NULL
);
CREATE TABLE public.orders_historicalcustomer (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    remote_id character varying(100) NOT NULL,
    name character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.orders_historicalfeerule (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    percent numeric(7,4),
    fixed numeric(15,4) NOT NULL,
    currency character varying(3) NOT NULL,
    starts_on date NOT NULL,
    made_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.orders_historicalmarketplaceorder (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    marketplace_order_id character varying(100) NOT NULL,
    marketplace_order_number character varying(100) CONSTRAINT orders_historicalmarketplaceo_marketplace_order_number_not_null NOT NULL,
    parent_remote_id character varying(100) NOT NULL,
    status character varying(20) NOT NULL,
    remote_status character varying(100) NOT NULL,
    remote_substatus character varying(100) NOT NULL,
    replaced_by_split boolean NOT NULL,
    customer_name character varying(200) NOT NULL,
    customer_email character varying(254) NOT NULL,
    customer_phone character varying(40) NOT NULL,
    shipping_address text NOT NULL,
    shipping_method character varying(150) NOT NULL,
    tracking_number character varying(100) NOT NULL,
    currency character varying(3) NOT NULL,
    total_amount numeric(15,4) NOT NULL,
    marketplace_fees numeric(15,4),
    net_amount numeric(15,4),
    notes text NOT NULL,
    warehouse_remote_id character varying(60) NOT NULL,
    remote_updated_at timestamp with time zone NOT NULL,
    first_seen_by character varying(20) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    marketplace_id uuid,
    store_id uuid,
    order_id uuid
);
CREATE TABLE public.orders_historicalmarketplaceorderitem (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    unit_price numeric(15,4) NOT NULL,
    total_price numeric(15,4) NOT NULL,
    marketplace_item_id character varying(100) CONSTRAINT orders_historicalmarketplaceorderi_marketplace_item_id_not_null NOT NULL,
    marketplace_sku character varying(100) NOT NULL,
    remote_product_id character varying(100) CONSTRAINT orders_historicalmarketplaceorderite_remote_product_id_not_null NOT NULL,
    remote_variant_id character varying(100) CONSTRAINT orders_historicalmarketplaceorderite_remote_variant_id_not_null NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    marketplace_product_id uuid,
    product_id uuid,
    variant_id uuid,
    marketplace_order_id uuid,
    CONSTRAINT orders_historicalmarketplaceorderitem_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.orders_historicalorder (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    number character varying(30) NOT NULL,
    channel character varying(20) NOT NULL,
    channel_order_id character varying(100) NOT NULL,
    channel_order_url character varying(500) NOT NULL,
    customer_name character varying(200) NOT NULL,
    customer_email character varying(254) NOT NULL,
    customer_phone character varying(40) NOT NULL,
    shipping_address jsonb NOT NULL,
    billing_address jsonb,
    currency character varying(3) NOT NULL,
    subtotal numeric(15,4) NOT NULL,
    shipping_cost numeric(15,4) NOT NULL,
    tax_amount numeric(15,4) NOT NULL,
    discount_amount numeric(15,4) NOT NULL,
    total numeric(15,4) NOT NULL,
    fees numeric(15,4),
    net_amount numeric(15,4),
    fees_estimated boolean NOT NULL,
    money_unbalanced boolean NOT NULL,
    status character varying(20) NOT NULL,
    scheme character varying(12) NOT NULL,
    remote_scheme character varying(30) NOT NULL,
    requires_shipping boolean NOT NULL,
    is_fully_digital boolean NOT NULL,
    cancel_requested boolean NOT NULL,
    cancel_reason character varying(250) NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    paid_at timestamp with time zone,
    confirmed_at timestamp with time zone,
    ship_by timestamp with time zone,
    shipped_at timestamp with time zone,
    delivered_at timestamp with time zone,
    fulfilled_at timestamp with time zone,
    held_at timestamp with time zone,
    held_reason character varying(200) NOT NULL,
    shipping_method character varying(150) NOT NULL,
    tracking_number character varying(100) NOT NULL,
    carrier character varying(100) NOT NULL,
    buyer_note text NOT NULL,
    notes text NOT NULL,
    tags jsonb NOT NULL,
    unlinked_lines smallint NOT NULL,
    short_units integer NOT NULL,
    sync_status character varying(10) NOT NULL,
    sync_error text NOT NULL,
    archived_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    customer_id uuid,
    history_user_id uuid,
    store_id uuid,
    cancelled_amount numeric(15,4) NOT NULL,
    refund_estimated boolean NOT NULL,
    refunded_amount numeric(15,4) NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT orders_historicalorder_short_units_check CHECK ((short_units >= 0)),
    CONSTRAINT orders_historicalorder_unlinked_lines_check CHECK ((unlinked_lines >= 0))
);
CREATE TABLE public.orders_historicalorderitem (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    remote_line_id character varying(100) NOT NULL,
    "position" smallint NOT NULL,
    product_name character varying(500) NOT NULL,
    product_sku character varying(100) NOT NULL,
    product_gtin character varying(14) NOT NULL,
    product_image_url character varying(1000) NOT NULL,
    unit_price numeric(15,4) NOT NULL,
    quantity integer NOT NULL,
    cancelled_quantity integer NOT NULL,
    shipped_quantity integer NOT NULL,
    subtotal numeric(15,4) NOT NULL,
    tax_amount numeric(15,4) NOT NULL,
    discount_amount numeric(15,4) NOT NULL,
    total numeric(15,4) NOT NULL,
    is_digital boolean NOT NULL,
    download_expiry timestamp with time zone,
    digital_fulfilled_at timestamp with time zone,
    supplier character varying(30) NOT NULL,
    supplier_order_id character varying(100) NOT NULL,
    supplier_cost numeric(15,4),
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    listing_id uuid,
    product_id uuid,
    variant_id uuid,
    marketplace_order_id uuid,
    order_id uuid,
    marks_asked character varying(120) NOT NULL,
    CONSTRAINT orders_historicalorderitem_cancelled_quantity_check CHECK ((cancelled_quantity >= 0)),
    CONSTRAINT orders_historicalorderitem_position_check CHECK (("position" >= 0)),
    CONSTRAINT orders_historicalorderitem_quantity_check CHECK ((quantity >= 0)),
    CONSTRAINT orders_historicalorderitem_shipped_quantity_check CHECK ((shipped_quantity >= 0))
);
CREATE TABLE public.orders_historicalorderrefund (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    request_key character varying(64) NOT NULL,
    status character varying(10) NOT NULL,
    amount numeric(15,4) NOT NULL,
    shipping_amount numeric(15,4) NOT NULL,
    currency character varying(3) NOT NULL,
    reason character varying(100) NOT NULL,
    reason_title character varying(250) NOT NULL,
    message character varying(250) NOT NULL,
    asked_by character varying(150) NOT NULL,
    remote_id character varying(100) NOT NULL,
    remote_status character varying(100) NOT NULL,
    settled_at timestamp with time zone,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    marketplace_order_id uuid,
    order_id uuid,
    store_id uuid
);
CREATE TABLE public.orders_historicalorderrefundline (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    amount numeric(15,4) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    order_item_id uuid,
    order_refund_id uuid,
    CONSTRAINT orders_historicalorderrefundline_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.orders_historicalorderreturn (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    remote_id character varying(100) NOT NULL,
    order_remote_id character varying(100) NOT NULL,
    status character varying(20) NOT NULL,
    remote_status character varying(100) NOT NULL,
    reason character varying(250) NOT NULL,
    buyer_note text NOT NULL,
    refund_amount numeric(15,4),
    refund_estimated boolean NOT NULL,
    refund_given boolean NOT NULL,
    currency character varying(3) NOT NULL,
    needs_parcel boolean NOT NULL,
    came_back boolean NOT NULL,
    tracking_number character varying(100) NOT NULL,
    answer_by timestamp with time zone,
    requested_at timestamp with time zone NOT NULL,
    remote_updated_at timestamp with time zone NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    marketplace_order_id uuid,
    order_id uuid,
    store_id uuid
);
CREATE TABLE public.orders_historicalorderreturnline (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    "position" smallint NOT NULL,
    remote_product_id character varying(100) NOT NULL,
    remote_variant_id character varying(100) NOT NULL,
    sku character varying(100) NOT NULL,
    title character varying(500) NOT NULL,
    quantity integer NOT NULL,
    decision character varying(12) NOT NULL,
    put_back_quantity integer NOT NULL,
    decided_at timestamp with time zone,
    decided_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    order_item_id uuid,
    order_return_id uuid,
    condition character varying(200) NOT NULL,
    damaged_quantity integer NOT NULL,
    lost_quantity integer NOT NULL,
    CONSTRAINT orders_historicalorderreturnline_damaged_quantity_check CHECK ((damaged_quantity >= 0)),
    CONSTRAINT orders_historicalorderreturnline_lost_quantity_check CHECK ((lost_quantity >= 0)),
    CONSTRAINT orders_historicalorderreturnline_position_check CHECK (("position" >= 0)),
    CONSTRAINT orders_historicalorderreturnline_put_back_quantity_check CHECK ((put_back_quantity >= 0)),
    CONSTRAINT orders_historicalorderreturnline_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.orders_historicalsavedview (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(40) NOT NULL,
    query character varying(1000) NOT NULL,
    is_shared boolean NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    owner_id uuid,
    store_id uuid
);
CREATE TABLE public.orders_historicalseller (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    legal_name character varying(200) NOT NULL,
    address text NOT NULL,
    vat_id character varying(40) NOT NULL,
    registration character varying(100) NOT NULL,
    note text NOT NULL,
    invoice_prefix character varying(12) NOT NULL,
    credit_prefix character varying(12) NOT NULL,
    first_number integer NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid,
    CONSTRAINT orders_historicalseller_first_number_check CHECK ((first_number >= 0))
);
CREATE TABLE public.outbound_changes (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(10) NOT NULL,
    subject_id uuid NOT NULL,
    state character varying(10) NOT NULL,
    urgent boolean NOT NULL,
    wanted_version bigint NOT NULL,
    sent_version bigint NOT NULL,
    seen_version bigint NOT NULL,
    wanted_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    seen_at timestamp with time zone,
    due_at timestamp with time zone NOT NULL,
    lease_owner uuid,
    lease_until timestamp with time zone,
    attempts integer NOT NULL,
    progress jsonb NOT NULL,
    last_sent jsonb NOT NULL,
    error_kind character varying(30) NOT NULL,
    error text NOT NULL,
    error_said text NOT NULL,
    error_fix text NOT NULL,
    request_id character varying(120) NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT outbound_changes_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT outbound_changes_seen_version_check CHECK ((seen_version >= 0)),
    CONSTRAINT outbound_changes_sent_version_check CHECK ((sent_version >= 0)),
    CONSTRAINT outbound_changes_wanted_version_check CHECK ((wanted_version >= 0)),
    CONSTRAINT sent_not_past_wanted CHECK ((sent_version <= wanted_version))
);
CREATE TABLE public.outgoing_mails (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    kind character varying(20) NOT NULL,
    key character varying(120) NOT NULL,
    order_id uuid,
    "to" character varying(254) NOT NULL,
    state character varying(8) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    lease_owner uuid,
    lease_until timestamp with time zone,
    attempts smallint NOT NULL,
    subject character varying(250) NOT NULL,
    sent_at timestamp with time zone,
    error text NOT NULL,
    member_id uuid,
    store_id uuid NOT NULL,
    CONSTRAINT outgoing_mails_attempts_check CHECK ((attempts >= 0))
);
CREATE TABLE public.price_holds (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    cause character varying(5) NOT NULL,
    wanted numeric(15,4) NOT NULL,
    currency character varying(3) NOT NULL,
    lowest numeric(15,4),
    told numeric(15,4),
    is_open boolean NOT NULL,
    allowed numeric(15,4),
    allowed_by character varying(150) NOT NULL,
    connection_id uuid NOT NULL,
    listing_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.price_rules (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    markup_percent numeric(9,4),
    markup_fixed numeric(15,4) NOT NULL,
    rounding character varying(5) NOT NULL,
    min_margin_percent numeric(7,4) NOT NULL,
    below character varying(5) NOT NULL,
    jump_percent numeric(7,4),
    set_by character varying(150) NOT NULL,
    connection_id uuid,
    store_id uuid NOT NULL,
    supplier_id uuid,
    CONSTRAINT margin_of_a_whole CHECK (((min_margin_percent >= (0)::numeric) AND (min_margin_percent < (100)::numeric)))
);
CREATE TABLE public.product_translations (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    language character varying(10) NOT NULL,
    title character varying(500) NOT NULL,
    description text NOT NULL,
    product_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.product_variants (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    sku character varying(100) NOT NULL,
    gtin character varying(14) NOT NULL,
    options jsonb NOT NULL,
    "position" smallint NOT NULL,
    price numeric(15,4),
    currency character varying(3) NOT NULL,
    cost numeric(15,4),
    weight_g integer,
    image_url character varying(1000) NOT NULL,
    low_stock_at integer NOT NULL,
    opening_counted_at timestamp with time zone,
    product_id uuid NOT NULL,
    store_id uuid NOT NULL,
    is_bundle boolean DEFAULT false NOT NULL,
    CONSTRAINT product_variants_low_stock_at_check CHECK ((low_stock_at >= 0)),
    CONSTRAINT product_variants_position_check CHECK (("position" >= 0)),
    CONSTRAINT product_variants_weight_g_check CHECK ((weight_g >= 0))
);
CREATE TABLE public.products (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    title character varying(500) NOT NULL,
    description text NOT NULL,
    language character varying(10) NOT NULL,
    brand character varying(150) NOT NULL,
    category character varying(250) NOT NULL,
    kind character varying(10) NOT NULL,
    status character varying(10) NOT NULL,
    images jsonb NOT NULL,
    attributes jsonb NOT NULL,
    feed_id character varying(200) NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.promotion_holds (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    "left" integer NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    CONSTRAINT no_more_left_than_held CHECK (("left" <= quantity)),
    CONSTRAINT promotion_holds_left_check CHECK (("left" >= 0)),
    CONSTRAINT promotion_holds_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.publications (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    token character varying(64),
    rendered_at timestamp with time zone,
    rows integer NOT NULL,
    held character varying(250) NOT NULL,
    fetched_at timestamp with time zone,
    fetched_name character varying(100) NOT NULL,
    folder character varying(60) NOT NULL,
    put_at timestamp with time zone,
    put_error character varying(250) NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT publications_rows_check CHECK ((rows >= 0))
);
CREATE TABLE public.rate_buckets (
    key character varying(200) NOT NULL,
    tat timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone,
    window_ends timestamp with time zone,
    window_most bigint,
    window_spent bigint
);
CREATE TABLE public.received_orders (
    id uuid NOT NULL,
    remote_id character varying(100) NOT NULL,
    document jsonb NOT NULL,
    received_at timestamp with time zone NOT NULL,
    connection_id uuid NOT NULL,
    order_id uuid NOT NULL
);
CREATE TABLE public.recovery_codes (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    used_at timestamp with time zone,
    user_id uuid NOT NULL
);
ALTER TABLE public.recovery_codes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recovery_codes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.refused_matches (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    refused_by character varying(150) NOT NULL,
    reason character varying(250) NOT NULL,
    listing_id uuid NOT NULL,
    store_id uuid NOT NULL,
    variant_id uuid NOT NULL
);
CREATE TABLE public.reservations (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    order_item_id uuid NOT NULL,
    asked integer NOT NULL,
    granted integer NOT NULL,
    short integer NOT NULL,
    consumed integer NOT NULL,
    location_id uuid NOT NULL,
    store_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    per_unit integer DEFAULT 1 NOT NULL,
    CONSTRAINT a_unit_holds_something CHECK ((per_unit >= 1)),
    CONSTRAINT asked_is_granted_plus_short CHECK ((asked = (granted + short))),
    CONSTRAINT reservations_asked_check CHECK ((asked >= 0)),
    CONSTRAINT reservations_consumed_check CHECK ((consumed >= 0)),
    CONSTRAINT reservations_granted_check CHECK ((granted >= 0)),
    CONSTRAINT reservations_per_unit_check CHECK ((per_unit >= 0)),
    CONSTRAINT reservations_short_check CHECK ((short >= 0))
);
CREATE TABLE public.saved_views (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(40) NOT NULL,
    query character varying(1000) NOT NULL,
    is_shared boolean NOT NULL,
    owner_id uuid NOT NULL,
    store_id uuid NOT NULL
);
CREATE TABLE public.scheduled_jobs (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    job_type character varying(20) NOT NULL,
    is_enabled boolean NOT NULL,
    cron_expression character varying(60) NOT NULL,
    interval_minutes integer,
    jitter_seconds integer NOT NULL,
    next_run_at timestamp with time zone NOT NULL,
    last_run_at timestamp with time zone,
    last_run_status character varying(20) NOT NULL,
    last_run_duration_ms integer,
    max_retries smallint NOT NULL,
    retry_delay_seconds integer NOT NULL,
    failures smallint NOT NULL,
    lease_owner uuid,
    lease_until timestamp with time zone,
    connection_id uuid,
    store_id uuid,
    CONSTRAINT scheduled_jobs_failures_check CHECK ((failures >= 0)),
    CONSTRAINT scheduled_jobs_interval_minutes_check CHECK ((interval_minutes >= 0)),
    CONSTRAINT scheduled_jobs_jitter_seconds_check CHECK ((jitter_seconds >= 0)),
    CONSTRAINT scheduled_jobs_last_run_duration_ms_check CHECK ((last_run_duration_ms >= 0)),
    CONSTRAINT scheduled_jobs_max_retries_check CHECK ((max_retries >= 0)),
    CONSTRAINT scheduled_jobs_retry_delay_seconds_check CHECK ((retry_delay_seconds >= 0))
);
CREATE TABLE public.second_steps (
    id bigint NOT NULL,
    name character varying(64) NOT NULL,
    confirmed boolean NOT NULL,
    throttling_failure_timestamp timestamp with time zone,
    throttling_failure_count integer NOT NULL,
    key bytea NOT NULL,
    drift smallint NOT NULL,
    last_step bigint NOT NULL,
    since timestamp with time zone,
    user_id uuid NOT NULL,
    CONSTRAINT second_steps_throttling_failure_count_check CHECK ((throttling_failure_count >= 0))
);
ALTER TABLE public.second_steps ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.second_steps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sellers (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    legal_name character varying(200) NOT NULL,
    address text NOT NULL,
    vat_id character varying(40) NOT NULL,
    registration character varying(100) NOT NULL,
    note text NOT NULL,
    invoice_prefix character varying(12) NOT NULL,
    credit_prefix character varying(12) NOT NULL,
    first_number integer NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT sellers_first_number_check CHECK ((first_number >= 0))
);
CREATE TABLE public.sessions (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL,
    address inet,
    browser character varying(200) NOT NULL,
    signed_in_at timestamp with time zone,
    seen_at timestamp with time zone,
    user_id uuid
);
CREATE TABLE public.shipment_items (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    quantity integer NOT NULL,
    order_item_id uuid NOT NULL,
    shipment_id uuid NOT NULL,
    box smallint NOT NULL,
    CONSTRAINT a_parcel_holds_something CHECK ((quantity > 0)),
    CONSTRAINT shipment_items_box_check CHECK ((box >= 0)),
    CONSTRAINT shipment_items_quantity_check CHECK ((quantity >= 0))
);
CREATE TABLE public.shipments (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    number smallint NOT NULL,
    request_key character varying(64) NOT NULL,
    status character varying(12) NOT NULL,
    carrier character varying(100) NOT NULL,
    tracking_number character varying(100) NOT NULL,
    tracking_from character varying(12) NOT NULL,
    parcel_remote_id character varying(100) NOT NULL,
    shipped_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    note text NOT NULL,
    marketplace_order_id uuid,
    order_id uuid NOT NULL,
    shipped_by_id uuid,
    store_id uuid NOT NULL,
    supply_id uuid,
    CONSTRAINT shipments_number_check CHECK ((number >= 0))
);
CREATE TABLE public.stock (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    on_hand integer NOT NULL,
    reserved integer NOT NULL,
    location_id uuid NOT NULL,
    store_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    free_band smallint GENERATED ALWAYS AS (
CASE
    WHEN (on_hand <= (reserved + 0)) THEN 0
    WHEN (on_hand <= (reserved + 5)) THEN 1
    WHEN (on_hand <= (reserved + 20)) THEN 2
    WHEN (on_hand <= (reserved + 100)) THEN 3
    ELSE 4
END) STORED,
    CONSTRAINT stock_between_zero_and_on_hand CHECK (((reserved >= 0) AND (reserved <= on_hand)))
);
CREATE TABLE public.stock_files (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(60) NOT NULL,
    "where" character varying(6) NOT NULL,
    folder character varying(200) NOT NULL,
    host character varying(250) NOT NULL,
    port integer NOT NULL,
    username character varying(100) NOT NULL,
    password bytea NOT NULL,
    private_key bytea NOT NULL,
    private_address boolean NOT NULL,
    host_key character varying(100) NOT NULL,
    key_found character varying(100) NOT NULL,
    interval_minutes integer NOT NULL,
    is_active boolean NOT NULL,
    due_at timestamp with time zone NOT NULL,
    put_at timestamp with time zone,
    rows integer NOT NULL,
    units bigint NOT NULL,
    held character varying(250) NOT NULL,
    error character varying(250) NOT NULL,
    failures integer NOT NULL,
    lease_until timestamp with time zone,
    connection_id uuid,
    store_id uuid NOT NULL,
    CONSTRAINT stock_files_failures_check CHECK ((failures >= 0)),
    CONSTRAINT stock_files_interval_minutes_check CHECK ((interval_minutes >= 0)),
    CONSTRAINT stock_files_port_check CHECK ((port >= 0)),
    CONSTRAINT stock_files_rows_check CHECK ((rows >= 0))
);
CREATE TABLE public.store_stock_rules (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    buffer integer NOT NULL,
    threshold integer NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT store_stock_rules_buffer_check CHECK ((buffer >= 0)),
    CONSTRAINT store_stock_rules_threshold_check CHECK ((threshold >= 0))
);
CREATE TABLE public.stores (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    slug character varying(60) NOT NULL,
    name character varying(120) NOT NULL,
    currency character varying(3) NOT NULL,
    locale character varying(12) NOT NULL,
    timezone character varying(60) NOT NULL,
    languages jsonb NOT NULL,
    country character varying(2) NOT NULL,
    next_order_number bigint NOT NULL,
    import_price_share smallint NOT NULL,
    CONSTRAINT stores_import_price_share_check CHECK ((import_price_share >= 0)),
    CONSTRAINT stores_next_order_number_check CHECK ((next_order_number >= 0))
);
CREATE TABLE public.supplied_orders (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    put_at timestamp with time zone,
    refused text NOT NULL,
    leaves boolean NOT NULL,
    marketplace_order_id uuid NOT NULL,
    supply_id uuid NOT NULL
);
CREATE TABLE public.supplier_balances (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    own numeric(15,4),
    credit numeric(15,4),
    to_spend numeric(15,4),
    currency character varying(3) NOT NULL,
    read_at timestamp with time zone,
    error text NOT NULL,
    next_read_at timestamp with time zone NOT NULL,
    connection_id uuid NOT NULL,
    store_id uuid NOT NULL,
    free numeric(15,4),
    share numeric(15,4)
);
CREATE TABLE public.supplies (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    remote_id character varying(100) NOT NULL,
    status character varying(10) NOT NULL,
    handed_over_at timestamp with time zone,
    gone_at timestamp with time zone,
    connection_id uuid NOT NULL,
    handed_over_by_id uuid,
    opened_by_id uuid,
    store_id uuid NOT NULL
);
CREATE TABLE public.sync_cursors (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    stream character varying(20) NOT NULL,
    "position" timestamp with time zone,
    walk jsonb NOT NULL,
    connection_id uuid NOT NULL
);
CREATE TABLE public.sync_historicalcolumnmap (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    source character varying(36) NOT NULL,
    heads character varying(64) NOT NULL,
    columns jsonb NOT NULL,
    said_by character varying(150) NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.sync_historicalimportsource (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    kind character varying(6) NOT NULL,
    folder character varying(60) NOT NULL,
    pattern character varying(60) NOT NULL,
    username character varying(150) NOT NULL,
    host_key character varying(100) NOT NULL,
    interval_minutes integer NOT NULL,
    is_enabled boolean NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid,
    CONSTRAINT sync_historicalimportsource_interval_minutes_check CHECK ((interval_minutes >= 0))
);
CREATE TABLE public.sync_historicalscheduledjob (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    job_type character varying(20) NOT NULL,
    is_enabled boolean NOT NULL,
    cron_expression character varying(60) NOT NULL,
    interval_minutes integer,
    jitter_seconds integer NOT NULL,
    max_retries smallint NOT NULL,
    retry_delay_seconds integer NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid,
    CONSTRAINT sync_historicalscheduledjob_interval_minutes_check CHECK ((interval_minutes >= 0)),
    CONSTRAINT sync_historicalscheduledjob_jitter_seconds_check CHECK ((jitter_seconds >= 0)),
    CONSTRAINT sync_historicalscheduledjob_max_retries_check CHECK ((max_retries >= 0)),
    CONSTRAINT sync_historicalscheduledjob_retry_delay_seconds_check CHECK ((retry_delay_seconds >= 0))
);
CREATE TABLE public.sync_historicalstockfile (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(60) NOT NULL,
    "where" character varying(6) NOT NULL,
    folder character varying(200) NOT NULL,
    host character varying(250) NOT NULL,
    port integer NOT NULL,
    username character varying(100) NOT NULL,
    private_address boolean NOT NULL,
    host_key character varying(100) NOT NULL,
    key_found character varying(100) NOT NULL,
    interval_minutes integer NOT NULL,
    is_active boolean NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    connection_id uuid,
    history_user_id uuid,
    store_id uuid,
    CONSTRAINT sync_historicalstockfile_interval_minutes_check CHECK ((interval_minutes >= 0)),
    CONSTRAINT sync_historicalstockfile_port_check CHECK ((port >= 0))
);
CREATE TABLE public.sync_historicalwebhookendpoint (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    kinds jsonb NOT NULL,
    is_active boolean NOT NULL,
    off_reason character varying(250) NOT NULL,
    previous_until timestamp with time zone,
    active_since timestamp with time zone NOT NULL,
    history_id uuid NOT NULL,
    history_date timestamp with time zone NOT NULL,
    history_change_reason character varying(100),
    history_type character varying(1) NOT NULL,
    history_user_id uuid,
    store_id uuid
);
CREATE TABLE public.sync_log_items (
    id uuid NOT NULL,
    item character varying(200) NOT NULL,
    outcome character varying(8) NOT NULL,
    kind character varying(30) NOT NULL,
    reason text NOT NULL,
    said text NOT NULL,
    fix text NOT NULL,
    can_retry boolean NOT NULL,
    subject_id uuid,
    raw jsonb NOT NULL,
    retried_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    sync_log_id uuid NOT NULL
);
CREATE TABLE public.unit_marks (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    unit integer NOT NULL,
    kind character varying(12) NOT NULL,
    code character varying(135) NOT NULL,
    entered_by_id uuid,
    order_item_id uuid NOT NULL,
    store_id uuid NOT NULL,
    CONSTRAINT unit_marks_unit_check CHECK ((unit >= 0))
);
CREATE TABLE public.users (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(150) NOT NULL,
    language character varying(10) NOT NULL,
    theme character varying(6) NOT NULL,
    density character varying(12) NOT NULL,
    single_keys boolean NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    last_store_id uuid
);
CREATE TABLE public.users_groups (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.users_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.users_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.users_user_permissions (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.users_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.users_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_asked_keys (
    id bigint NOT NULL,
    key_id character varying(100) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    again_at timestamp with time zone NOT NULL,
    connection_id uuid NOT NULL
);
ALTER TABLE public.webhook_asked_keys ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhook_asked_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_deliveries (
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    body text NOT NULL,
    state character varying(10) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    give_up_at timestamp with time zone NOT NULL,
    attempts smallint NOT NULL,
    tries jsonb NOT NULL,
    last_status smallint,
    last_error character varying(250) NOT NULL,
    delivered_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    store_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    CONSTRAINT webhook_deliveries_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT webhook_deliveries_last_status_check CHECK ((last_status >= 0))
);
CREATE TABLE public.webhook_endpoints (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    name character varying(100) NOT NULL,
    url character varying(500) NOT NULL,
    kinds jsonb NOT NULL,
    is_active boolean NOT NULL,
    off_reason character varying(250) NOT NULL,
    secret bytea NOT NULL,
    previous_secret bytea NOT NULL,
    previous_until timestamp with time zone,
    active_since timestamp with time zone NOT NULL,
    failures integer NOT NULL,
    failing_since timestamp with time zone,
    rest_until timestamp with time zone,
    arrived_at timestamp with time zone,
    lease_owner uuid,
    lease_until timestamp with time zone,
    store_id uuid NOT NULL,
    CONSTRAINT webhook_endpoints_failures_check CHECK ((failures >= 0))
);
CREATE TABLE public.webhook_tallies (
    id bigint NOT NULL,
    day date NOT NULL,
    reason character varying(60) NOT NULL,
    count integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    connection_id uuid NOT NULL,
    CONSTRAINT webhook_tallies_count_check CHECK ((count >= 0))
);
ALTER TABLE public.webhook_tallies ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.webhook_tallies_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.notification_receipts
    ADD CONSTRAINT an_event_is_dealt_with_once UNIQUE (reader, event_id);
ALTER TABLE ONLY public.api_calls
    ADD CONSTRAINT api_calls_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attribute_choices
    ADD CONSTRAINT attribute_choices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.category_attributes
    ADD CONSTRAINT attributes_are_read_once_per_category UNIQUE (connection_id, category);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq UNIQUE (username, ip_address, user_agent);
ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptexpiration_pkey PRIMARY KEY (access_attempt_id);
ALTER TABLE ONLY public.axes_accessfailurelog
    ADD CONSTRAINT axes_accessfailurelog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accesslog
    ADD CONSTRAINT axes_accesslog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bulk_acts
    ADD CONSTRAINT bulk_acts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bundle_parts
    ADD CONSTRAINT bundle_parts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.call_places
    ADD CONSTRAINT call_places_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.category_attributes
    ADD CONSTRAINT category_attributes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.category_choices
    ADD CONSTRAINT category_choices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.category_trees
    ADD CONSTRAINT category_trees_connection_id_key UNIQUE (connection_id);
ALTER TABLE ONLY public.category_trees
    ADD CONSTRAINT category_trees_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.column_maps
    ADD CONSTRAINT column_maps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connection_locations
    ADD CONSTRAINT connection_locations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.core_historicalapitoken
    ADD CONSTRAINT core_historicalapitoken_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.core_historicalemailtemplate
    ADD CONSTRAINT core_historicalemailtemplate_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.core_historicalinvitation
    ADD CONSTRAINT core_historicalinvitation_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.core_historicalmembership
    ADD CONSTRAINT core_historicalmembership_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.core_historicalneedsyou
    ADD CONSTRAINT core_historicalneedsyou_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.core_historicalnotificationchoice
    ADD CONSTRAINT core_historicalnotificationchoice_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.core_historicalnotificationhours
    ADD CONSTRAINT core_historicalnotificationhours_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.core_historicalstore
    ADD CONSTRAINT core_historicalstore_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_settings
    ADD CONSTRAINT desk_settings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_celery_beat_clockedschedule
    ADD CONSTRAINT django_celery_beat_clockedschedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_celery_beat_crontabschedule
    ADD CONSTRAINT django_celery_beat_crontabschedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_celery_beat_intervalschedule
    ADD CONSTRAINT django_celery_beat_intervalschedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_celery_beat_periodictask
    ADD CONSTRAINT django_celery_beat_periodictask_name_key UNIQUE (name);
ALTER TABLE ONLY public.django_celery_beat_periodictask
    ADD CONSTRAINT django_celery_beat_periodictask_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_celery_beat_periodictasks
    ADD CONSTRAINT django_celery_beat_periodictasks_pkey PRIMARY KEY (ident);
ALTER TABLE ONLY public.django_celery_beat_solarschedule
    ADD CONSTRAINT django_celery_beat_solar_event_latitude_longitude_ba64999a_uniq UNIQUE (event, latitude, longitude);
ALTER TABLE ONLY public.django_celery_beat_solarschedule
    ADD CONSTRAINT django_celery_beat_solarschedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.drifts
    ADD CONSTRAINT drifts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.email_templates
    ADD CONSTRAINT email_templates_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fee_rules
    ADD CONSTRAINT fee_rules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.field_owners
    ADD CONSTRAINT field_owners_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fulfillment_historicaljointorder
    ADD CONSTRAINT fulfillment_historicaljointorder_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicaljointparcel
    ADD CONSTRAINT fulfillment_historicaljointparcel_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicalkeydelivery
    ADD CONSTRAINT fulfillment_historicalkeydelivery_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicallabel
    ADD CONSTRAINT fulfillment_historicallabel_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicallicensekey
    ADD CONSTRAINT fulfillment_historicallicensekey_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicalshipment
    ADD CONSTRAINT fulfillment_historicalshipment_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicalshipmentitem
    ADD CONSTRAINT fulfillment_historicalshipmentitem_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicalsuppliedorder
    ADD CONSTRAINT fulfillment_historicalsuppliedorder_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicalsupplierbalance
    ADD CONSTRAINT fulfillment_historicalsupplierbalance_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicalsupplierorder
    ADD CONSTRAINT fulfillment_historicalsupplierorder_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicalsupply
    ADD CONSTRAINT fulfillment_historicalsupply_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.fulfillment_historicalunitmark
    ADD CONSTRAINT fulfillment_historicalunitmark_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.import_sources
    ADD CONSTRAINT import_sources_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.intake_keys
    ADD CONSTRAINT intake_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inventory_changes
    ADD CONSTRAINT inventory_changes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inventory_historicalagreement
    ADD CONSTRAINT inventory_historicalagreement_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalattributechoice
    ADD CONSTRAINT inventory_historicalattributechoice_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalbundlepart
    ADD CONSTRAINT inventory_historicalbundlepart_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalcategorychoice
    ADD CONSTRAINT inventory_historicalcategorychoice_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalconnectionlocation
    ADD CONSTRAINT inventory_historicalconnectionlocation_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalfieldowner
    ADD CONSTRAINT inventory_historicalfieldowner_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalinventorysyncconfig
    ADD CONSTRAINT inventory_historicalinventorysyncconfig_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicallocation
    ADD CONSTRAINT inventory_historicallocation_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalmarketplaceproduct
    ADD CONSTRAINT inventory_historicalmarketplaceproduct_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalmarketplaceproducttranslation
    ADD CONSTRAINT inventory_historicalmarketplaceproducttranslation_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicaloffer
    ADD CONSTRAINT inventory_historicaloffer_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalpricehold
    ADD CONSTRAINT inventory_historicalpricehold_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalpricerule
    ADD CONSTRAINT inventory_historicalpricerule_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalproduct
    ADD CONSTRAINT inventory_historicalproduct_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalproducttranslation
    ADD CONSTRAINT inventory_historicalproducttranslation_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalpromotionhold
    ADD CONSTRAINT inventory_historicalpromotionhold_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalrefusedmatch
    ADD CONSTRAINT inventory_historicalrefusedmatch_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalreservation
    ADD CONSTRAINT inventory_historicalreservation_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalstorestockrule
    ADD CONSTRAINT inventory_historicalstorestockrule_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_historicalvariant
    ADD CONSTRAINT inventory_historicalvariant_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.inventory_sync_configs
    ADD CONSTRAINT inventory_sync_configs_connection_id_key UNIQUE (connection_id);
ALTER TABLE ONLY public.inventory_sync_configs
    ADD CONSTRAINT inventory_sync_configs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_are_numbered UNIQUE (store_id, kind, sequence);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.joint_orders
    ADD CONSTRAINT joint_orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.joint_parcels
    ADD CONSTRAINT joint_parcels_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.key_deliveries
    ADD CONSTRAINT key_deliveries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.labels
    ADD CONSTRAINT labels_marketplace_order_id_key UNIQUE (marketplace_order_id);
ALTER TABLE ONLY public.labels
    ADD CONSTRAINT labels_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.license_keys
    ADD CONSTRAINT license_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listing_agreements
    ADD CONSTRAINT listing_agreements_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_connections
    ADD CONSTRAINT marketplace_connections_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_credentials
    ADD CONSTRAINT marketplace_credentials_connection_id_key UNIQUE (connection_id);
ALTER TABLE ONLY public.marketplace_credentials
    ADD CONSTRAINT marketplace_credentials_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_listing_figures
    ADD CONSTRAINT marketplace_listing_figures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_order_items
    ADD CONSTRAINT marketplace_order_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_orders
    ADD CONSTRAINT marketplace_orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_product_translations
    ADD CONSTRAINT marketplace_product_translations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_products
    ADD CONSTRAINT marketplace_products_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_sync_logs
    ADD CONSTRAINT marketplace_sync_logs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplace_webhooks
    ADD CONSTRAINT marketplace_webhooks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.marketplaces_historicalconnection
    ADD CONSTRAINT marketplaces_historicalconnection_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.marketplaces_historicalmarketplace
    ADD CONSTRAINT marketplaces_historicalmarketplace_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.marketplaces_historicalmarketplacecredential
    ADD CONSTRAINT marketplaces_historicalmarketplacecredential_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.marketplaces_historicaloutboundchange
    ADD CONSTRAINT marketplaces_historicaloutboundchange_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.marketplaces
    ADD CONSTRAINT marketplaces_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.needs_you
    ADD CONSTRAINT needs_you_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notification_choices
    ADD CONSTRAINT notification_choices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notification_cursors
    ADD CONSTRAINT notification_cursors_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notification_hours
    ADD CONSTRAINT notification_hours_member_id_key UNIQUE (member_id);
ALTER TABLE ONLY public.notification_hours
    ADD CONSTRAINT notification_hours_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notification_receipts
    ADD CONSTRAINT notification_receipts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_listing_id_key UNIQUE (listing_id);
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.listing_agreements
    ADD CONSTRAINT one_agreement_per_field UNIQUE (listing_id, field);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT one_answer_per_idempotency_key UNIQUE (store_id, key);
ALTER TABLE ONLY public.intake_keys
    ADD CONSTRAINT one_answer_per_intake_key UNIQUE (connection_id, key);
ALTER TABLE ONLY public.bulk_acts
    ADD CONSTRAINT one_bulk_act_per_press UNIQUE (store_id, request_key);
ALTER TABLE ONLY public.outbound_changes
    ADD CONSTRAINT one_change_per_subject UNIQUE (connection_id, kind, subject_id);
ALTER TABLE ONLY public.attribute_choices
    ADD CONSTRAINT one_choice_per_attribute UNIQUE (connection_id, category, name);
ALTER TABLE ONLY public.category_choices
    ADD CONSTRAINT one_choice_per_category UNIQUE (connection_id, ours);
ALTER TABLE ONLY public.notification_choices
    ADD CONSTRAINT one_choice_per_member_and_kind UNIQUE (member_id, kind);
ALTER TABLE ONLY public.unit_marks
    ADD CONSTRAINT one_code_per_unit_and_kind UNIQUE (order_item_id, unit, kind);
ALTER TABLE ONLY public.marketplace_connections
    ADD CONSTRAINT one_connection_per_remote_account UNIQUE (store_id, marketplace_id, remote_account_id);
ALTER TABLE ONLY public.marketplace_connections
    ADD CONSTRAINT one_connection_per_webhook_token UNIQUE (webhook_token);
ALTER TABLE ONLY public.notification_cursors
    ADD CONSTRAINT one_cursor_per_reader UNIQUE (reader);
ALTER TABLE ONLY public.sync_cursors
    ADD CONSTRAINT one_cursor_per_stream UNIQUE (connection_id, stream);
ALTER TABLE ONLY public.customers
    ADD CONSTRAINT one_customer_per_remote_buyer UNIQUE (connection_id, remote_id);
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT one_delivery_per_event UNIQUE (endpoint_id, event_id);
ALTER TABLE ONLY public.desk_settings
    ADD CONSTRAINT one_desk_setting_per_member UNIQUE (store_id, user_id);
ALTER TABLE ONLY public.received_orders
    ADD CONSTRAINT one_document_per_received_order UNIQUE (connection_id, remote_id);
ALTER TABLE ONLY public.drifts
    ADD CONSTRAINT one_drift_per_listing_and_thing UNIQUE (listing_id, what);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT one_invoice_per_number UNIQUE (store_id, number);
ALTER TABLE ONLY public.scheduled_jobs
    ADD CONSTRAINT one_job_per_connection_and_type UNIQUE (connection_id, job_type);
ALTER TABLE ONLY public.license_keys
    ADD CONSTRAINT one_key_per_unit UNIQUE (order_item_id, "position");
ALTER TABLE ONLY public.order_items
    ADD CONSTRAINT one_line_per_remote_line UNIQUE (marketplace_order_id, remote_line_id);
ALTER TABLE ONLY public.marketplace_products
    ADD CONSTRAINT one_listing_per_remote_variant UNIQUE (connection_id, marketplace_product_id, marketplace_variant_id);
ALTER TABLE ONLY public.marketplace_product_translations
    ADD CONSTRAINT one_listing_text_per_language UNIQUE (listing_id, language);
ALTER TABLE ONLY public.locations
    ADD CONSTRAINT one_location_per_code UNIQUE (store_id, code);
ALTER TABLE ONLY public.outgoing_mails
    ADD CONSTRAINT one_mail_per_key UNIQUE (store_id, key);
ALTER TABLE ONLY public.column_maps
    ADD CONSTRAINT one_map_per_source_and_heads UNIQUE (store_id, source, heads);
ALTER TABLE ONLY public.marketplaces
    ADD CONSTRAINT one_marketplace_per_code UNIQUE (code);
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT one_membership_per_person_and_store UNIQUE (user_id, store_id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT one_order_per_number UNIQUE (store_id, number);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT one_order_per_remote_order UNIQUE (connection_id, channel_order_id);
ALTER TABLE ONLY public.field_owners
    ADD CONSTRAINT one_owner_per_field UNIQUE (connection_id, field);
ALTER TABLE ONLY public.shipments
    ADD CONSTRAINT one_parcel_per_press UNIQUE (order_id, request_key);
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT one_price_rule_per_scope UNIQUE NULLS NOT DISTINCT (store_id, connection_id, supplier_id);
ALTER TABLE ONLY public.supplier_orders
    ADD CONSTRAINT one_purchase_per_reference UNIQUE (reference);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT one_recovery_code_per_digest UNIQUE (user_id, digest);
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT one_refund_per_press UNIQUE (order_id, request_key);
ALTER TABLE ONLY public.refused_matches
    ADD CONSTRAINT one_refusal_per_match UNIQUE (listing_id, variant_id);
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT one_reservation_per_line_part_place UNIQUE (order_item_id, variant_id, location_id);
ALTER TABLE ONLY public.webhook_asked_keys
    ADD CONSTRAINT one_row_per_asked_key UNIQUE (connection_id, key_id);
ALTER TABLE ONLY public.marketplace_webhooks
    ADD CONSTRAINT one_row_per_event UNIQUE (connection_id, event_key);
ALTER TABLE ONLY public.license_keys
    ADD CONSTRAINT one_row_per_key UNIQUE (store_id, fingerprint);
ALTER TABLE ONLY public.shipment_items
    ADD CONSTRAINT one_row_per_line_and_box UNIQUE (shipment_id, order_item_id, box);
ALTER TABLE ONLY public.marketplace_listing_figures
    ADD CONSTRAINT one_row_per_listing_and_day UNIQUE (listing_id, day);
ALTER TABLE ONLY public.bundle_parts
    ADD CONSTRAINT one_row_per_part UNIQUE (bundle_id, part_id);
ALTER TABLE ONLY public.order_refund_lines
    ADD CONSTRAINT one_row_per_refunded_line UNIQUE (order_refund_id, order_item_id);
ALTER TABLE ONLY public.marketplace_orders
    ADD CONSTRAINT one_row_per_remote_order UNIQUE (connection_id, marketplace_order_id);
ALTER TABLE ONLY public.marketplace_order_items
    ADD CONSTRAINT one_row_per_remote_order_line UNIQUE (marketplace_order_id, marketplace_item_id);
ALTER TABLE ONLY public.order_returns
    ADD CONSTRAINT one_row_per_remote_return UNIQUE (connection_id, remote_id);
ALTER TABLE ONLY public.connection_locations
    ADD CONSTRAINT one_row_per_remote_warehouse UNIQUE (connection_id, remote_id);
ALTER TABLE ONLY public.order_return_lines
    ADD CONSTRAINT one_row_per_returned_line UNIQUE (order_return_id, "position");
ALTER TABLE ONLY public.second_steps
    ADD CONSTRAINT one_second_step_per_person UNIQUE (user_id);
ALTER TABLE ONLY public.stock
    ADD CONSTRAINT one_stock_row_per_place UNIQUE (variant_id, location_id);
ALTER TABLE ONLY public.stores
    ADD CONSTRAINT one_store_per_slug UNIQUE (slug);
ALTER TABLE ONLY public.webhook_tallies
    ADD CONSTRAINT one_tally_per_day_and_reason UNIQUE (connection_id, day, reason);
ALTER TABLE ONLY public.email_templates
    ADD CONSTRAINT one_template_per_kind_and_language UNIQUE (store_id, kind, language);
ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT one_token_per_digest UNIQUE (digest);
ALTER TABLE ONLY public.product_translations
    ADD CONSTRAINT one_translation_per_language UNIQUE (product_id, language);
ALTER TABLE ONLY public.product_variants
    ADD CONSTRAINT one_variant_per_sku UNIQUE (store_id, sku);
ALTER TABLE ONLY public.order_items
    ADD CONSTRAINT order_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.order_refund_lines
    ADD CONSTRAINT order_refund_lines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.order_return_lines
    ADD CONSTRAINT order_return_lines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.order_returns
    ADD CONSTRAINT order_returns_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.order_status_history
    ADD CONSTRAINT order_status_history_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders_historicalcustomer
    ADD CONSTRAINT orders_historicalcustomer_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalfeerule
    ADD CONSTRAINT orders_historicalfeerule_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalmarketplaceorder
    ADD CONSTRAINT orders_historicalmarketplaceorder_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalmarketplaceorderitem
    ADD CONSTRAINT orders_historicalmarketplaceorderitem_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalorder
    ADD CONSTRAINT orders_historicalorder_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalorderitem
    ADD CONSTRAINT orders_historicalorderitem_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalorderrefund
    ADD CONSTRAINT orders_historicalorderrefund_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalorderrefundline
    ADD CONSTRAINT orders_historicalorderrefundline_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalorderreturn
    ADD CONSTRAINT orders_historicalorderreturn_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalorderreturnline
    ADD CONSTRAINT orders_historicalorderreturnline_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalsavedview
    ADD CONSTRAINT orders_historicalsavedview_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders_historicalseller
    ADD CONSTRAINT orders_historicalseller_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbound_changes
    ADD CONSTRAINT outbound_changes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outgoing_mails
    ADD CONSTRAINT outgoing_mails_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shipments
    ADD CONSTRAINT parcels_are_numbered UNIQUE (order_id, number);
ALTER TABLE ONLY public.price_holds
    ADD CONSTRAINT price_holds_listing_id_key UNIQUE (listing_id);
ALTER TABLE ONLY public.price_holds
    ADD CONSTRAINT price_holds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.product_translations
    ADD CONSTRAINT product_translations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.product_variants
    ADD CONSTRAINT product_variants_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.promotion_holds
    ADD CONSTRAINT promotion_holds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT publications_connection_id_key UNIQUE (connection_id);
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT publications_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT publications_token_key UNIQUE (token);
ALTER TABLE ONLY public.rate_buckets
    ADD CONSTRAINT rate_buckets_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.received_orders
    ADD CONSTRAINT received_orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.refused_matches
    ADD CONSTRAINT refused_matches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.saved_views
    ADD CONSTRAINT saved_views_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scheduled_jobs
    ADD CONSTRAINT scheduled_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.second_steps
    ADD CONSTRAINT second_steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sellers
    ADD CONSTRAINT sellers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sellers
    ADD CONSTRAINT sellers_store_id_key UNIQUE (store_id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.shipment_items
    ADD CONSTRAINT shipment_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shipments
    ADD CONSTRAINT shipments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock_files
    ADD CONSTRAINT stock_files_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.store_stock_rules
    ADD CONSTRAINT store_stock_rules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.store_stock_rules
    ADD CONSTRAINT store_stock_rules_store_id_key UNIQUE (store_id);
ALTER TABLE ONLY public.stores
    ADD CONSTRAINT stores_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplied_orders
    ADD CONSTRAINT supplied_orders_marketplace_order_id_key UNIQUE (marketplace_order_id);
ALTER TABLE ONLY public.supplied_orders
    ADD CONSTRAINT supplied_orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplier_balances
    ADD CONSTRAINT supplier_balances_connection_id_key UNIQUE (connection_id);
ALTER TABLE ONLY public.supplier_balances
    ADD CONSTRAINT supplier_balances_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplier_orders
    ADD CONSTRAINT supplier_orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplies
    ADD CONSTRAINT supplies_have_names_of_their_own UNIQUE (connection_id, name);
ALTER TABLE ONLY public.supplies
    ADD CONSTRAINT supplies_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sync_cursors
    ADD CONSTRAINT sync_cursors_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sync_historicalcolumnmap
    ADD CONSTRAINT sync_historicalcolumnmap_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.sync_historicalimportsource
    ADD CONSTRAINT sync_historicalimportsource_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.sync_historicalscheduledjob
    ADD CONSTRAINT sync_historicalscheduledjob_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.sync_historicalstockfile
    ADD CONSTRAINT sync_historicalstockfile_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.sync_historicalwebhookendpoint
    ADD CONSTRAINT sync_historicalwebhookendpoint_pkey PRIMARY KEY (history_id);
ALTER TABLE ONLY public.sync_log_items
    ADD CONSTRAINT sync_log_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.unit_marks
    ADD CONSTRAINT unit_marks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users_groups
    ADD CONSTRAINT users_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users_groups
    ADD CONSTRAINT users_groups_user_id_group_id_fc7788e8_uniq UNIQUE (user_id, group_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users_user_permissions
    ADD CONSTRAINT users_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users_user_permissions
    ADD CONSTRAINT users_user_permissions_user_id_permission_id_3b86cbdf_uniq UNIQUE (user_id, permission_id);
ALTER TABLE ONLY public.webhook_asked_keys
    ADD CONSTRAINT webhook_asked_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_tallies
    ADD CONSTRAINT webhook_tallies_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX a_marked_unit_is_sold_once ON public.unit_marks USING btree (store_id, kind, code) WHERE ((kind)::text = ANY ((ARRAY['sgtin'::character varying, 'uin'::character varying, 'imei'::character varying])::text[]));
CREATE UNIQUE INDEX a_parcel_leaves_the_shelf_once ON public.inventory_changes USING btree (shipment_id, order_item_id, location_id, variant_id) WHERE ((cause)::text = 'shipped'::text);
CREATE UNIQUE INDEX a_run_never_overlaps_itself ON public.marketplace_sync_logs USING btree (connection_id, sync_type) WHERE ((status)::text = 'in_progress'::text);
CREATE INDEX agreements_both ON public.listing_agreements USING btree (store_id, listing_id) WHERE ((state)::text = 'both'::text);
CREATE INDEX agreements_theirs ON public.listing_agreements USING btree (listing_id) WHERE ((state)::text = 'theirs'::text);
CREATE UNIQUE INDEX an_order_is_packed_in_one_parcel ON public.joint_orders USING btree (order_id) WHERE ((state)::text = 'packed'::text);
CREATE INDEX api_calls_connection_id_a428bfb6 ON public.api_calls USING btree (connection_id);
CREATE INDEX api_calls_recent ON public.api_calls USING btree (connection_id, at DESC);
CREATE INDEX api_calls_run ON public.api_calls USING btree (run_id) WHERE (run_id IS NOT NULL);
CREATE INDEX api_tokens_store_id_c08b62c7 ON public.api_tokens USING btree (store_id);
CREATE INDEX api_tokens_user_id_2db24e1c ON public.api_tokens USING btree (user_id);
CREATE INDEX attribute_choices_connection_id_12b2e44c ON public.attribute_choices USING btree (connection_id);
CREATE INDEX attribute_choices_store_id_27047a32 ON public.attribute_choices USING btree (store_id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX axes_accessattempt_ip_address_10922d9c ON public.axes_accessattempt USING btree (ip_address);
CREATE INDEX axes_accessattempt_user_agent_ad89678b ON public.axes_accessattempt USING btree (user_agent);
CREATE INDEX axes_accessattempt_user_agent_ad89678b_like ON public.axes_accessattempt USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accessattempt_username_3f2d4ca0 ON public.axes_accessattempt USING btree (username);
CREATE INDEX axes_accessattempt_username_3f2d4ca0_like ON public.axes_accessattempt USING btree (username varchar_pattern_ops);
CREATE INDEX axes_accessfailurelog_ip_address_2e9f5a7f ON public.axes_accessfailurelog USING btree (ip_address);
CREATE INDEX axes_accessfailurelog_user_agent_ea145dda ON public.axes_accessfailurelog USING btree (user_agent);
CREATE INDEX axes_accessfailurelog_user_agent_ea145dda_like ON public.axes_accessfailurelog USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accessfailurelog_username_a8b7e8a4 ON public.axes_accessfailurelog USING btree (username);
CREATE INDEX axes_accessfailurelog_username_a8b7e8a4_like ON public.axes_accessfailurelog USING btree (username varchar_pattern_ops);
CREATE INDEX axes_accesslog_ip_address_86b417e5 ON public.axes_accesslog USING btree (ip_address);
CREATE INDEX axes_accesslog_user_agent_0e659004 ON public.axes_accesslog USING btree (user_agent);
CREATE INDEX axes_accesslog_user_agent_0e659004_like ON public.axes_accesslog USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accesslog_username_df93064b ON public.axes_accesslog USING btree (username);
CREATE INDEX axes_accesslog_username_df93064b_like ON public.axes_accesslog USING btree (username varchar_pattern_ops);
CREATE INDEX bulk_acts_started_by_id_d188f8bf ON public.bulk_acts USING btree (started_by_id);
CREATE INDEX bulk_acts_store_id_d58f756e ON public.bulk_acts USING btree (store_id);
CREATE INDEX bulk_acts_to_carry_out ON public.bulk_acts USING btree (created_at) WHERE (NOT ((status)::text = 'completed'::text));
CREATE INDEX bundle_parts_bundle_id_28fa325c ON public.bundle_parts USING btree (bundle_id);
CREATE INDEX bundle_parts_part_id_e3689906 ON public.bundle_parts USING btree (part_id);
CREATE INDEX bundle_parts_store_id_17778e54 ON public.bundle_parts USING btree (store_id);
CREATE INDEX bundles_by_sku ON public.product_variants USING btree (store_id, sku, id) WHERE ((deleted_at IS NULL) AND is_bundle);
CREATE INDEX call_places_key_5ae0ce28_like ON public.call_places USING btree (key varchar_pattern_ops);
CREATE INDEX category_attributes_connection_id_5c1c4b75 ON public.category_attributes USING btree (connection_id);
CREATE INDEX category_attributes_store_id_ff731191 ON public.category_attributes USING btree (store_id);
CREATE INDEX category_choices_connection_id_e04973f6 ON public.category_choices USING btree (connection_id);
CREATE INDEX category_choices_store_id_baca9241 ON public.category_choices USING btree (store_id);
CREATE INDEX category_trees_store_id_34458c2c ON public.category_trees USING btree (store_id);
CREATE INDEX column_maps_store_id_5fdb363f ON public.column_maps USING btree (store_id);
CREATE INDEX connection_locations_connection_id_483b7e46 ON public.connection_locations USING btree (connection_id);
CREATE INDEX connection_locations_location_id_26453ac7 ON public.connection_locations USING btree (location_id);
CREATE INDEX connection_locations_store_id_a7a321ca ON public.connection_locations USING btree (store_id);
CREATE INDEX core_historicalapitoken_history_date_4bd0dade ON public.core_historicalapitoken USING btree (history_date);
CREATE INDEX core_historicalapitoken_history_user_id_adc4c4e2 ON public.core_historicalapitoken USING btree (history_user_id);
CREATE INDEX core_historicalapitoken_id_8e5a43ad ON public.core_historicalapitoken USING btree (id);
CREATE INDEX core_historicalapitoken_store_id_2eab459e ON public.core_historicalapitoken USING btree (store_id);
CREATE INDEX core_historicalapitoken_user_id_d004aee2 ON public.core_historicalapitoken USING btree (user_id);
CREATE INDEX core_historicalemailtemplate_history_date_045c9709 ON public.core_historicalemailtemplate USING btree (history_date);
CREATE INDEX core_historicalemailtemplate_history_user_id_9098079d ON public.core_historicalemailtemplate USING btree (history_user_id);
CREATE INDEX core_historicalemailtemplate_id_4c4660d7 ON public.core_historicalemailtemplate USING btree (id);
CREATE INDEX core_historicalemailtemplate_store_id_767909a8 ON public.core_historicalemailtemplate USING btree (store_id);
CREATE INDEX core_historicalinvitation_history_date_e1b658ae ON public.core_historicalinvitation USING btree (history_date);
CREATE INDEX core_historicalinvitation_history_user_id_f5cf9d4d ON public.core_historicalinvitation USING btree (history_user_id);
CREATE INDEX core_historicalinvitation_id_9f3d76e9 ON public.core_historicalinvitation USING btree (id);
CREATE INDEX core_historicalinvitation_invited_by_id_119595b4 ON public.core_historicalinvitation USING btree (invited_by_id);
CREATE INDEX core_historicalinvitation_store_id_b052b0d4 ON public.core_historicalinvitation USING btree (store_id);
CREATE INDEX core_historicalmembership_history_date_77d33cfe ON public.core_historicalmembership USING btree (history_date);
CREATE INDEX core_historicalmembership_history_user_id_a98e2556 ON public.core_historicalmembership USING btree (history_user_id);
CREATE INDEX core_historicalmembership_id_19e5a275 ON public.core_historicalmembership USING btree (id);
CREATE INDEX core_historicalmembership_store_id_52aa8430 ON public.core_historicalmembership USING btree (store_id);
CREATE INDEX core_historicalmembership_user_id_579fab5a ON public.core_historicalmembership USING btree (user_id);
CREATE INDEX core_historicalneedsyou_assigned_to_id_2b65a1d2 ON public.core_historicalneedsyou USING btree (assigned_to_id);
CREATE INDEX core_historicalneedsyou_history_date_a7ba9bd4 ON public.core_historicalneedsyou USING btree (history_date);
CREATE INDEX core_historicalneedsyou_history_user_id_4ae9f40b ON public.core_historicalneedsyou USING btree (history_user_id);
CREATE INDEX core_historicalneedsyou_id_880709d0 ON public.core_historicalneedsyou USING btree (id);
CREATE INDEX core_historicalneedsyou_store_id_17c95805 ON public.core_historicalneedsyou USING btree (store_id);
CREATE INDEX core_historicalnotificationchoice_history_date_d950a091 ON public.core_historicalnotificationchoice USING btree (history_date);
CREATE INDEX core_historicalnotificationchoice_history_user_id_d7ab0375 ON public.core_historicalnotificationchoice USING btree (history_user_id);
CREATE INDEX core_historicalnotificationchoice_id_a7118e6d ON public.core_historicalnotificationchoice USING btree (id);
CREATE INDEX core_historicalnotificationchoice_member_id_6916c5d3 ON public.core_historicalnotificationchoice USING btree (member_id);
CREATE INDEX core_historicalnotificationchoice_store_id_d9a3e5ec ON public.core_historicalnotificationchoice USING btree (store_id);
CREATE INDEX core_historicalnotificationhours_history_date_5aef035a ON public.core_historicalnotificationhours USING btree (history_date);
CREATE INDEX core_historicalnotificationhours_history_user_id_5be5a9b3 ON public.core_historicalnotificationhours USING btree (history_user_id);
CREATE INDEX core_historicalnotificationhours_id_3e4181ff ON public.core_historicalnotificationhours USING btree (id);
CREATE INDEX core_historicalnotificationhours_member_id_7ba52c76 ON public.core_historicalnotificationhours USING btree (member_id);
CREATE INDEX core_historicalnotificationhours_store_id_c2d7d86e ON public.core_historicalnotificationhours USING btree (store_id);
CREATE INDEX core_historicalstore_history_date_99c4ccac ON public.core_historicalstore USING btree (history_date);
CREATE INDEX core_historicalstore_history_user_id_47b28951 ON public.core_historicalstore USING btree (history_user_id);
CREATE INDEX core_historicalstore_id_e2e0e96f ON public.core_historicalstore USING btree (id);
CREATE INDEX core_historicalstore_slug_c33baeb5 ON public.core_historicalstore USING btree (slug);
CREATE INDEX core_historicalstore_slug_c33baeb5_like ON public.core_historicalstore USING btree (slug varchar_pattern_ops);
CREATE INDEX customers_by_date ON public.customers USING btree (store_id, created_at DESC, id DESC);
CREATE INDEX customers_by_email ON public.customers USING btree (store_id, lower((email)::text)) WHERE (NOT ((email)::text = ''::text));
CREATE INDEX customers_by_phone ON public.customers USING btree (store_id, phone) WHERE (NOT ((phone)::text = ''::text));
CREATE INDEX customers_by_shop ON public.customers USING btree (connection_id, created_at DESC, id DESC);
CREATE INDEX customers_connection_id_fa08b7e8 ON public.customers USING btree (connection_id);
CREATE INDEX customers_search ON public.customers USING gin (public.tri((((((((name)::text || ' '::text) || (email)::text) || ' '::text) || (phone)::text) || ' '::text) || (remote_id)::text)));
CREATE INDEX customers_store_id_f0607a41 ON public.customers USING btree (store_id);
CREATE INDEX deliveries_by_age ON public.webhook_deliveries USING btree (created_at);
CREATE INDEX deliveries_due ON public.webhook_deliveries USING btree (endpoint_id, due_at) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX deliveries_of_store ON public.webhook_deliveries USING btree (store_id, created_at DESC, id DESC);
CREATE INDEX desk_settings_store_id_857c2634 ON public.desk_settings USING btree (store_id);
CREATE INDEX desk_settings_user_id_f8e882b2 ON public.desk_settings USING btree (user_id);
CREATE INDEX digital_products_by_title ON public.products USING btree (store_id, title, id) WHERE ((deleted_at IS NULL) AND ((kind)::text = 'digital'::text) AND (NOT ((status)::text = 'archived'::text)));
CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);
CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);
CREATE INDEX django_celery_beat_periodictask_clocked_id_47a69f82 ON public.django_celery_beat_periodictask USING btree (clocked_id);
CREATE INDEX django_celery_beat_periodictask_crontab_id_d3cba168 ON public.django_celery_beat_periodictask USING btree (crontab_id);
CREATE INDEX django_celery_beat_periodictask_interval_id_a8ca27da ON public.django_celery_beat_periodictask USING btree (interval_id);
CREATE INDEX django_celery_beat_periodictask_name_265a36b7_like ON public.django_celery_beat_periodictask USING btree (name varchar_pattern_ops);
CREATE INDEX django_celery_beat_periodictask_solar_id_a87ce72c ON public.django_celery_beat_periodictask USING btree (solar_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX drifts_by_money ON public.drifts USING btree (store_id, state, money DESC, id);
CREATE INDEX drifts_connection_id_06177a97 ON public.drifts USING btree (connection_id);
CREATE INDEX drifts_listing_id_d7985c81 ON public.drifts USING btree (listing_id);
CREATE INDEX drifts_of_connection ON public.drifts USING btree (connection_id, state);
CREATE INDEX drifts_store_id_b1d7f71f ON public.drifts USING btree (store_id);
CREATE INDEX email_templates_store_id_f092063a ON public.email_templates USING btree (store_id);
CREATE INDEX fee_rules_connection_id_6701fc0b ON public.fee_rules USING btree (connection_id);
CREATE INDEX fee_rules_in_force ON public.fee_rules USING btree (connection_id, starts_on DESC, created_at DESC);
CREATE INDEX fee_rules_store_id_a2124d53 ON public.fee_rules USING btree (store_id);
CREATE INDEX fee_rules_to_carry_out ON public.fee_rules USING btree (created_at) WHERE (estimated_at IS NULL);
CREATE INDEX field_owners_connection_id_51c94e20 ON public.field_owners USING btree (connection_id);
CREATE INDEX field_owners_store_id_fb91e769 ON public.field_owners USING btree (store_id);
CREATE INDEX figures_by_day ON public.marketplace_listing_figures USING btree (store_id, connection_id, day);
CREATE INDEX fulfillment_historicaljointorder_history_date_738890ac ON public.fulfillment_historicaljointorder USING btree (history_date);
CREATE INDEX fulfillment_historicaljointorder_history_user_id_e917bd68 ON public.fulfillment_historicaljointorder USING btree (history_user_id);
CREATE INDEX fulfillment_historicaljointorder_id_1e4e37f0 ON public.fulfillment_historicaljointorder USING btree (id);
CREATE INDEX fulfillment_historicaljointorder_joint_parcel_id_639577a4 ON public.fulfillment_historicaljointorder USING btree (joint_parcel_id);
CREATE INDEX fulfillment_historicaljointorder_order_id_85d2e496 ON public.fulfillment_historicaljointorder USING btree (order_id);
CREATE INDEX fulfillment_historicaljointparcel_history_date_38c5fb8c ON public.fulfillment_historicaljointparcel USING btree (history_date);
CREATE INDEX fulfillment_historicaljointparcel_history_user_id_d86ccad9 ON public.fulfillment_historicaljointparcel USING btree (history_user_id);
CREATE INDEX fulfillment_historicaljointparcel_id_8d0cdb5c ON public.fulfillment_historicaljointparcel USING btree (id);
CREATE INDEX fulfillment_historicaljointparcel_store_id_0e9e17da ON public.fulfillment_historicaljointparcel USING btree (store_id);
CREATE INDEX fulfillment_historicalkeydelivery_history_date_ace4ccd2 ON public.fulfillment_historicalkeydelivery USING btree (history_date);
CREATE INDEX fulfillment_historicalkeydelivery_history_user_id_8e62bc20 ON public.fulfillment_historicalkeydelivery USING btree (history_user_id);
CREATE INDEX fulfillment_historicalkeydelivery_id_f8ca80f3 ON public.fulfillment_historicalkeydelivery USING btree (id);
CREATE INDEX fulfillment_historicalkeydelivery_order_id_2712f552 ON public.fulfillment_historicalkeydelivery USING btree (order_id);
CREATE INDEX fulfillment_historicalkeydelivery_store_id_471b2fc1 ON public.fulfillment_historicalkeydelivery USING btree (store_id);
CREATE INDEX fulfillment_historicallabel_history_date_8fea02e7 ON public.fulfillment_historicallabel USING btree (history_date);
CREATE INDEX fulfillment_historicallabel_history_user_id_becf3d27 ON public.fulfillment_historicallabel USING btree (history_user_id);
CREATE INDEX fulfillment_historicallabel_id_3f18f638 ON public.fulfillment_historicallabel USING btree (id);
CREATE INDEX fulfillment_historicallabel_marketplace_order_id_98b26d9e ON public.fulfillment_historicallabel USING btree (marketplace_order_id);
CREATE INDEX fulfillment_historicallabel_store_id_df4aa5cb ON public.fulfillment_historicallabel USING btree (store_id);
CREATE INDEX fulfillment_historicallicensekey_delivery_id_0630e68f ON public.fulfillment_historicallicensekey USING btree (delivery_id);
CREATE INDEX fulfillment_historicallicensekey_history_date_a489e712 ON public.fulfillment_historicallicensekey USING btree (history_date);
CREATE INDEX fulfillment_historicallicensekey_history_user_id_8c0dc402 ON public.fulfillment_historicallicensekey USING btree (history_user_id);
CREATE INDEX fulfillment_historicallicensekey_id_1155b0cc ON public.fulfillment_historicallicensekey USING btree (id);
CREATE INDEX fulfillment_historicallicensekey_order_item_id_f9e8cb3e ON public.fulfillment_historicallicensekey USING btree (order_item_id);
CREATE INDEX fulfillment_historicallicensekey_store_id_e223b104 ON public.fulfillment_historicallicensekey USING btree (store_id);
CREATE INDEX fulfillment_historicallicensekey_supplier_order_id_d3cdd277 ON public.fulfillment_historicallicensekey USING btree (supplier_order_id);
CREATE INDEX fulfillment_historicallicensekey_variant_id_3360496a ON public.fulfillment_historicallicensekey USING btree (variant_id);
CREATE INDEX fulfillment_historicalshipment_history_date_b94d7fbe ON public.fulfillment_historicalshipment USING btree (history_date);
CREATE INDEX fulfillment_historicalshipment_history_user_id_1d5bef5e ON public.fulfillment_historicalshipment USING btree (history_user_id);
CREATE INDEX fulfillment_historicalshipment_id_6ce7cb1b ON public.fulfillment_historicalshipment USING btree (id);
CREATE INDEX fulfillment_historicalshipment_marketplace_order_id_604e049e ON public.fulfillment_historicalshipment USING btree (marketplace_order_id);
CREATE INDEX fulfillment_historicalshipment_order_id_7a0c89e2 ON public.fulfillment_historicalshipment USING btree (order_id);
CREATE INDEX fulfillment_historicalshipment_shipped_by_id_5f4cdba1 ON public.fulfillment_historicalshipment USING btree (shipped_by_id);
CREATE INDEX fulfillment_historicalshipment_store_id_a12dc6da ON public.fulfillment_historicalshipment USING btree (store_id);
CREATE INDEX fulfillment_historicalshipment_supply_id_7bf05421 ON public.fulfillment_historicalshipment USING btree (supply_id);
CREATE INDEX fulfillment_historicalshipmentitem_history_date_3152a3f3 ON public.fulfillment_historicalshipmentitem USING btree (history_date);
CREATE INDEX fulfillment_historicalshipmentitem_history_user_id_04e82303 ON public.fulfillment_historicalshipmentitem USING btree (history_user_id);
CREATE INDEX fulfillment_historicalshipmentitem_id_83bdeeb4 ON public.fulfillment_historicalshipmentitem USING btree (id);
CREATE INDEX fulfillment_historicalshipmentitem_order_item_id_4aae5888 ON public.fulfillment_historicalshipmentitem USING btree (order_item_id);
CREATE INDEX fulfillment_historicalshipmentitem_shipment_id_f82bba3d ON public.fulfillment_historicalshipmentitem USING btree (shipment_id);
CREATE INDEX fulfillment_historicalsupp_marketplace_order_id_d6c2a1cf ON public.fulfillment_historicalsuppliedorder USING btree (marketplace_order_id);
CREATE INDEX fulfillment_historicalsuppliedorder_history_date_d68124d3 ON public.fulfillment_historicalsuppliedorder USING btree (history_date);
CREATE INDEX fulfillment_historicalsuppliedorder_history_user_id_817d7964 ON public.fulfillment_historicalsuppliedorder USING btree (history_user_id);
CREATE INDEX fulfillment_historicalsuppliedorder_id_412c939b ON public.fulfillment_historicalsuppliedorder USING btree (id);
CREATE INDEX fulfillment_historicalsuppliedorder_supply_id_15beb4a0 ON public.fulfillment_historicalsuppliedorder USING btree (supply_id);
CREATE INDEX fulfillment_historicalsupplierbalance_connection_id_f0b8c7ba ON public.fulfillment_historicalsupplierbalance USING btree (connection_id);
CREATE INDEX fulfillment_historicalsupplierbalance_history_date_45bf4354 ON public.fulfillment_historicalsupplierbalance USING btree (history_date);
CREATE INDEX fulfillment_historicalsupplierbalance_history_user_id_6a991475 ON public.fulfillment_historicalsupplierbalance USING btree (history_user_id);
CREATE INDEX fulfillment_historicalsupplierbalance_id_84e59cc0 ON public.fulfillment_historicalsupplierbalance USING btree (id);
CREATE INDEX fulfillment_historicalsupplierbalance_store_id_f4f68d76 ON public.fulfillment_historicalsupplierbalance USING btree (store_id);
CREATE INDEX fulfillment_historicalsupplierorder_connection_id_49d9fca2 ON public.fulfillment_historicalsupplierorder USING btree (connection_id);
CREATE INDEX fulfillment_historicalsupplierorder_history_date_22ef24df ON public.fulfillment_historicalsupplierorder USING btree (history_date);
CREATE INDEX fulfillment_historicalsupplierorder_history_user_id_24a6ef66 ON public.fulfillment_historicalsupplierorder USING btree (history_user_id);
CREATE INDEX fulfillment_historicalsupplierorder_id_20829a02 ON public.fulfillment_historicalsupplierorder USING btree (id);
CREATE INDEX fulfillment_historicalsupplierorder_order_item_id_7b514728 ON public.fulfillment_historicalsupplierorder USING btree (order_item_id);
CREATE INDEX fulfillment_historicalsupplierorder_store_id_6de6c1c5 ON public.fulfillment_historicalsupplierorder USING btree (store_id);
CREATE INDEX fulfillment_historicalsupply_connection_id_4a3eaf8e ON public.fulfillment_historicalsupply USING btree (connection_id);
CREATE INDEX fulfillment_historicalsupply_handed_over_by_id_3cde7248 ON public.fulfillment_historicalsupply USING btree (handed_over_by_id);
CREATE INDEX fulfillment_historicalsupply_history_date_d7d576e8 ON public.fulfillment_historicalsupply USING btree (history_date);
CREATE INDEX fulfillment_historicalsupply_history_user_id_9932f487 ON public.fulfillment_historicalsupply USING btree (history_user_id);
CREATE INDEX fulfillment_historicalsupply_id_fa251c31 ON public.fulfillment_historicalsupply USING btree (id);
CREATE INDEX fulfillment_historicalsupply_opened_by_id_e912cb8f ON public.fulfillment_historicalsupply USING btree (opened_by_id);
CREATE INDEX fulfillment_historicalsupply_store_id_5c9a01f5 ON public.fulfillment_historicalsupply USING btree (store_id);
CREATE INDEX fulfillment_historicalunitmark_entered_by_id_b8e9ce08 ON public.fulfillment_historicalunitmark USING btree (entered_by_id);
CREATE INDEX fulfillment_historicalunitmark_history_date_834be498 ON public.fulfillment_historicalunitmark USING btree (history_date);
CREATE INDEX fulfillment_historicalunitmark_history_user_id_5a75a7bc ON public.fulfillment_historicalunitmark USING btree (history_user_id);
CREATE INDEX fulfillment_historicalunitmark_id_0983a844 ON public.fulfillment_historicalunitmark USING btree (id);
CREATE INDEX fulfillment_historicalunitmark_order_item_id_69021a8a ON public.fulfillment_historicalunitmark USING btree (order_item_id);
CREATE INDEX fulfillment_historicalunitmark_store_id_2af93a95 ON public.fulfillment_historicalunitmark USING btree (store_id);
CREATE INDEX holds_that_end ON public.promotion_holds USING btree (until) WHERE (ended_at IS NULL);
CREATE INDEX idempotency_keys_store_id_bcf4b82d ON public.idempotency_keys USING btree (store_id);
CREATE INDEX import_sources_last_run_id_3681790f ON public.import_sources USING btree (last_run_id);
CREATE INDEX import_sources_store_id_7bd8cfb1 ON public.import_sources USING btree (store_id);
CREATE INDEX intake_keys_by_end ON public.intake_keys USING btree (expires_at);
CREATE INDEX intake_keys_connection_id_1431d991 ON public.intake_keys USING btree (connection_id);
CREATE INDEX inventory_changes_actor_id_ebf60092 ON public.inventory_changes USING btree (actor_id);
CREATE INDEX inventory_changes_location_id_a172ec29 ON public.inventory_changes USING btree (location_id);
CREATE INDEX inventory_changes_store_id_7aad0093 ON public.inventory_changes USING btree (store_id);
CREATE INDEX inventory_changes_variant_id_d8ad4fb3 ON public.inventory_changes USING btree (variant_id);
CREATE INDEX inventory_historicalagreement_history_date_95270e95 ON public.inventory_historicalagreement USING btree (history_date);
CREATE INDEX inventory_historicalagreement_history_user_id_3df722c5 ON public.inventory_historicalagreement USING btree (history_user_id);
CREATE INDEX inventory_historicalagreement_id_20737942 ON public.inventory_historicalagreement USING btree (id);
CREATE INDEX inventory_historicalagreement_listing_id_a699a9f5 ON public.inventory_historicalagreement USING btree (listing_id);
CREATE INDEX inventory_historicalagreement_store_id_75d36da0 ON public.inventory_historicalagreement USING btree (store_id);
CREATE INDEX inventory_historicalattributechoice_connection_id_71310198 ON public.inventory_historicalattributechoice USING btree (connection_id);
CREATE INDEX inventory_historicalattributechoice_history_date_cad2dbd5 ON public.inventory_historicalattributechoice USING btree (history_date);
CREATE INDEX inventory_historicalattributechoice_history_user_id_7b824c97 ON public.inventory_historicalattributechoice USING btree (history_user_id);
CREATE INDEX inventory_historicalattributechoice_id_03be8509 ON public.inventory_historicalattributechoice USING btree (id);
CREATE INDEX inventory_historicalattributechoice_store_id_9afce8ad ON public.inventory_historicalattributechoice USING btree (store_id);
CREATE INDEX inventory_historicalbundlepart_bundle_id_9f9cb62b ON public.inventory_historicalbundlepart USING btree (bundle_id);
CREATE INDEX inventory_historicalbundlepart_history_date_fc4b34e2 ON public.inventory_historicalbundlepart USING btree (history_date);
CREATE INDEX inventory_historicalbundlepart_history_user_id_09ab1edb ON public.inventory_historicalbundlepart USING btree (history_user_id);
CREATE INDEX inventory_historicalbundlepart_id_79b48894 ON public.inventory_historicalbundlepart USING btree (id);
CREATE INDEX inventory_historicalbundlepart_part_id_07e84bed ON public.inventory_historicalbundlepart USING btree (part_id);
CREATE INDEX inventory_historicalbundlepart_store_id_0cc81c3e ON public.inventory_historicalbundlepart USING btree (store_id);
CREATE INDEX inventory_historicalcategorychoice_connection_id_2068e0bc ON public.inventory_historicalcategorychoice USING btree (connection_id);
CREATE INDEX inventory_historicalcategorychoice_history_date_763b81a1 ON public.inventory_historicalcategorychoice USING btree (history_date);
CREATE INDEX inventory_historicalcategorychoice_history_user_id_5e8a2042 ON public.inventory_historicalcategorychoice USING btree (history_user_id);
CREATE INDEX inventory_historicalcategorychoice_id_39aabf18 ON public.inventory_historicalcategorychoice USING btree (id);
CREATE INDEX inventory_historicalcategorychoice_store_id_056d9250 ON public.inventory_historicalcategorychoice USING btree (store_id);
CREATE INDEX inventory_historicalconnectionlocation_connection_id_0ffbb321 ON public.inventory_historicalconnectionlocation USING btree (connection_id);
CREATE INDEX inventory_historicalconnectionlocation_history_date_61c0f8d5 ON public.inventory_historicalconnectionlocation USING btree (history_date);
CREATE INDEX inventory_historicalconnectionlocation_history_user_id_094cbde1 ON public.inventory_historicalconnectionlocation USING btree (history_user_id);
CREATE INDEX inventory_historicalconnectionlocation_id_e165bc2b ON public.inventory_historicalconnectionlocation USING btree (id);
CREATE INDEX inventory_historicalconnectionlocation_location_id_284f7f50 ON public.inventory_historicalconnectionlocation USING btree (location_id);
CREATE INDEX inventory_historicalconnectionlocation_store_id_ac513ae9 ON public.inventory_historicalconnectionlocation USING btree (store_id);
CREATE INDEX inventory_historicalfieldowner_connection_id_347aaca6 ON public.inventory_historicalfieldowner USING btree (connection_id);
CREATE INDEX inventory_historicalfieldowner_history_date_a29c920c ON public.inventory_historicalfieldowner USING btree (history_date);
CREATE INDEX inventory_historicalfieldowner_history_user_id_2ec10782 ON public.inventory_historicalfieldowner USING btree (history_user_id);
CREATE INDEX inventory_historicalfieldowner_id_eb2a6827 ON public.inventory_historicalfieldowner USING btree (id);
CREATE INDEX inventory_historicalfieldowner_store_id_a3b2746c ON public.inventory_historicalfieldowner USING btree (store_id);
CREATE INDEX inventory_historicalinvent_history_user_id_5b2ee75a ON public.inventory_historicalinventorysyncconfig USING btree (history_user_id);
CREATE INDEX inventory_historicalinventorysyncconfig_connection_id_27116e50 ON public.inventory_historicalinventorysyncconfig USING btree (connection_id);
CREATE INDEX inventory_historicalinventorysyncconfig_history_date_2ddd303d ON public.inventory_historicalinventorysyncconfig USING btree (history_date);
CREATE INDEX inventory_historicalinventorysyncconfig_id_c59d1916 ON public.inventory_historicalinventorysyncconfig USING btree (id);
CREATE INDEX inventory_historicalinventorysyncconfig_store_id_e7707590 ON public.inventory_historicalinventorysyncconfig USING btree (store_id);
CREATE INDEX inventory_historicallocation_history_date_5b704c2c ON public.inventory_historicallocation USING btree (history_date);
CREATE INDEX inventory_historicallocation_history_user_id_26782ddc ON public.inventory_historicallocation USING btree (history_user_id);
CREATE INDEX inventory_historicallocation_id_a393b6ad ON public.inventory_historicallocation USING btree (id);
CREATE INDEX inventory_historicallocation_store_id_6848a429 ON public.inventory_historicallocation USING btree (store_id);
CREATE INDEX inventory_historicalmarket_history_date_9663590e ON public.inventory_historicalmarketplaceproducttranslation USING btree (history_date);
CREATE INDEX inventory_historicalmarket_history_user_id_809dc4a7 ON public.inventory_historicalmarketplaceproducttranslation USING btree (history_user_id);
CREATE INDEX inventory_historicalmarket_listing_id_3b558e7d ON public.inventory_historicalmarketplaceproducttranslation USING btree (listing_id);
CREATE INDEX inventory_historicalmarketplaceproduct_connection_id_c057d275 ON public.inventory_historicalmarketplaceproduct USING btree (connection_id);
CREATE INDEX inventory_historicalmarketplaceproduct_history_date_42d792ea ON public.inventory_historicalmarketplaceproduct USING btree (history_date);
CREATE INDEX inventory_historicalmarketplaceproduct_history_user_id_9b3f3034 ON public.inventory_historicalmarketplaceproduct USING btree (history_user_id);
CREATE INDEX inventory_historicalmarketplaceproduct_id_65593661 ON public.inventory_historicalmarketplaceproduct USING btree (id);
CREATE INDEX inventory_historicalmarketplaceproduct_marketplace_id_3f379032 ON public.inventory_historicalmarketplaceproduct USING btree (marketplace_id);
CREATE INDEX inventory_historicalmarketplaceproduct_product_id_750c2589 ON public.inventory_historicalmarketplaceproduct USING btree (product_id);
CREATE INDEX inventory_historicalmarketplaceproduct_store_id_668d62ff ON public.inventory_historicalmarketplaceproduct USING btree (store_id);
CREATE INDEX inventory_historicalmarketplaceproduct_variant_id_e4dca65a ON public.inventory_historicalmarketplaceproduct USING btree (variant_id);
CREATE INDEX inventory_historicalmarketplaceproducttranslation_id_fda39856 ON public.inventory_historicalmarketplaceproducttranslation USING btree (id);
CREATE INDEX inventory_historicaloffer_connection_id_08ba80df ON public.inventory_historicaloffer USING btree (connection_id);
CREATE INDEX inventory_historicaloffer_history_date_ab948c12 ON public.inventory_historicaloffer USING btree (history_date);
CREATE INDEX inventory_historicaloffer_history_user_id_d1eefb7a ON public.inventory_historicaloffer USING btree (history_user_id);
CREATE INDEX inventory_historicaloffer_id_1385eb65 ON public.inventory_historicaloffer USING btree (id);
CREATE INDEX inventory_historicaloffer_listing_id_49a7ef0c ON public.inventory_historicaloffer USING btree (listing_id);
CREATE INDEX inventory_historicaloffer_store_id_3074b0c8 ON public.inventory_historicaloffer USING btree (store_id);
CREATE INDEX inventory_historicaloffer_variant_id_b9f366d3 ON public.inventory_historicaloffer USING btree (variant_id);
CREATE INDEX inventory_historicalpricehold_connection_id_d6e00839 ON public.inventory_historicalpricehold USING btree (connection_id);
CREATE INDEX inventory_historicalpricehold_history_date_69991936 ON public.inventory_historicalpricehold USING btree (history_date);
CREATE INDEX inventory_historicalpricehold_history_user_id_7bd04ecb ON public.inventory_historicalpricehold USING btree (history_user_id);
CREATE INDEX inventory_historicalpricehold_id_8c8b569b ON public.inventory_historicalpricehold USING btree (id);
CREATE INDEX inventory_historicalpricehold_listing_id_cb280efd ON public.inventory_historicalpricehold USING btree (listing_id);
CREATE INDEX inventory_historicalpricehold_store_id_db9a0b87 ON public.inventory_historicalpricehold USING btree (store_id);
CREATE INDEX inventory_historicalpricerule_connection_id_5ab3be05 ON public.inventory_historicalpricerule USING btree (connection_id);
CREATE INDEX inventory_historicalpricerule_history_date_3c0839d6 ON public.inventory_historicalpricerule USING btree (history_date);
CREATE INDEX inventory_historicalpricerule_history_user_id_28a5485d ON public.inventory_historicalpricerule USING btree (history_user_id);
CREATE INDEX inventory_historicalpricerule_id_163b2301 ON public.inventory_historicalpricerule USING btree (id);
CREATE INDEX inventory_historicalpricerule_store_id_e8b62e08 ON public.inventory_historicalpricerule USING btree (store_id);
CREATE INDEX inventory_historicalpricerule_supplier_id_dc6a1a52 ON public.inventory_historicalpricerule USING btree (supplier_id);
CREATE INDEX inventory_historicalproduct_history_date_3e1a739c ON public.inventory_historicalproduct USING btree (history_date);
CREATE INDEX inventory_historicalproduct_history_user_id_61ecbda7 ON public.inventory_historicalproduct USING btree (history_user_id);
CREATE INDEX inventory_historicalproduct_id_02f78ad9 ON public.inventory_historicalproduct USING btree (id);
CREATE INDEX inventory_historicalproduct_store_id_fd89213d ON public.inventory_historicalproduct USING btree (store_id);
CREATE INDEX inventory_historicalproducttranslation_history_date_a78c7c4e ON public.inventory_historicalproducttranslation USING btree (history_date);
CREATE INDEX inventory_historicalproducttranslation_history_user_id_2f75d90d ON public.inventory_historicalproducttranslation USING btree (history_user_id);
CREATE INDEX inventory_historicalproducttranslation_id_9036cb57 ON public.inventory_historicalproducttranslation USING btree (id);
CREATE INDEX inventory_historicalproducttranslation_product_id_079487c9 ON public.inventory_historicalproducttranslation USING btree (product_id);
CREATE INDEX inventory_historicalproducttranslation_store_id_addb582f ON public.inventory_historicalproducttranslation USING btree (store_id);
CREATE INDEX inventory_historicalpromotionhold_connection_id_75cac6e8 ON public.inventory_historicalpromotionhold USING btree (connection_id);
CREATE INDEX inventory_historicalpromotionhold_history_date_2a4398f4 ON public.inventory_historicalpromotionhold USING btree (history_date);
CREATE INDEX inventory_historicalpromotionhold_history_user_id_aafbdf7c ON public.inventory_historicalpromotionhold USING btree (history_user_id);
CREATE INDEX inventory_historicalpromotionhold_id_6a8daa30 ON public.inventory_historicalpromotionhold USING btree (id);
CREATE INDEX inventory_historicalpromotionhold_store_id_09a4fa3a ON public.inventory_historicalpromotionhold USING btree (store_id);
CREATE INDEX inventory_historicalpromotionhold_variant_id_bc6ef49b ON public.inventory_historicalpromotionhold USING btree (variant_id);
CREATE INDEX inventory_historicalrefusedmatch_history_date_eac9facd ON public.inventory_historicalrefusedmatch USING btree (history_date);
CREATE INDEX inventory_historicalrefusedmatch_history_user_id_e6a1c14b ON public.inventory_historicalrefusedmatch USING btree (history_user_id);
CREATE INDEX inventory_historicalrefusedmatch_id_3e7e5702 ON public.inventory_historicalrefusedmatch USING btree (id);
CREATE INDEX inventory_historicalrefusedmatch_listing_id_21363bc0 ON public.inventory_historicalrefusedmatch USING btree (listing_id);
CREATE INDEX inventory_historicalrefusedmatch_store_id_96b12c4e ON public.inventory_historicalrefusedmatch USING btree (store_id);
CREATE INDEX inventory_historicalrefusedmatch_variant_id_b680bda8 ON public.inventory_historicalrefusedmatch USING btree (variant_id);
CREATE INDEX inventory_historicalreservation_history_date_f75a5a02 ON public.inventory_historicalreservation USING btree (history_date);
CREATE INDEX inventory_historicalreservation_history_user_id_219d339a ON public.inventory_historicalreservation USING btree (history_user_id);
CREATE INDEX inventory_historicalreservation_id_f2cb352e ON public.inventory_historicalreservation USING btree (id);
CREATE INDEX inventory_historicalreservation_location_id_5aab878b ON public.inventory_historicalreservation USING btree (location_id);
CREATE INDEX inventory_historicalreservation_store_id_e8037848 ON public.inventory_historicalreservation USING btree (store_id);
CREATE INDEX inventory_historicalreservation_variant_id_67384c87 ON public.inventory_historicalreservation USING btree (variant_id);
CREATE INDEX inventory_historicalstorestockrule_history_date_2cbf93bb ON public.inventory_historicalstorestockrule USING btree (history_date);
CREATE INDEX inventory_historicalstorestockrule_history_user_id_2e190159 ON public.inventory_historicalstorestockrule USING btree (history_user_id);
CREATE INDEX inventory_historicalstorestockrule_id_bb3666a0 ON public.inventory_historicalstorestockrule USING btree (id);
CREATE INDEX inventory_historicalstorestockrule_store_id_3bf5ea61 ON public.inventory_historicalstorestockrule USING btree (store_id);
CREATE INDEX inventory_historicalvariant_history_date_622c47c3 ON public.inventory_historicalvariant USING btree (history_date);
CREATE INDEX inventory_historicalvariant_history_user_id_63917602 ON public.inventory_historicalvariant USING btree (history_user_id);
CREATE INDEX inventory_historicalvariant_id_f8116622 ON public.inventory_historicalvariant USING btree (id);
CREATE INDEX inventory_historicalvariant_product_id_c3143573 ON public.inventory_historicalvariant USING btree (product_id);
CREATE INDEX inventory_historicalvariant_store_id_f4311eee ON public.inventory_historicalvariant USING btree (store_id);
CREATE INDEX inventory_sync_configs_store_id_80371ca0 ON public.inventory_sync_configs USING btree (store_id);
CREATE INDEX invitations_invited_by_id_d46285c5 ON public.invitations USING btree (invited_by_id);
CREATE INDEX invitations_store_id_6e76291b ON public.invitations USING btree (store_id);
CREATE INDEX invoices_by_time ON public.invoices USING btree (store_id, issued_at DESC, id DESC);
CREATE INDEX invoices_corrects_id_0dafd8bc ON public.invoices USING btree (corrects_id);
CREATE INDEX invoices_of_order ON public.invoices USING btree (order_id);
CREATE INDEX invoices_order_id_ebb2d34a ON public.invoices USING btree (order_id);
CREATE INDEX invoices_store_id_ae68eea7 ON public.invoices USING btree (store_id);
CREATE INDEX items_of_order ON public.order_items USING btree (order_id);
CREATE INDEX items_of_run ON public.sync_log_items USING btree (sync_log_id, outcome);
CREATE INDEX jobs_due ON public.scheduled_jobs USING btree (next_run_at) WHERE is_enabled;
CREATE INDEX joint_orders_joint_parcel_id_e7059661 ON public.joint_orders USING btree (joint_parcel_id);
CREATE INDEX joint_orders_order_id_d932b880 ON public.joint_orders USING btree (order_id);
CREATE INDEX joint_parcels_store_id_fa64a2ec ON public.joint_parcels USING btree (store_id);
CREATE INDEX joint_parcels_to_pack ON public.joint_parcels USING btree (store_id, created_at, id) WHERE ((parted_at IS NULL) AND (shipped_at IS NULL));
CREATE INDEX key_deliveries_of_order ON public.key_deliveries USING btree (order_id);
CREATE INDEX key_deliveries_order_id_82a71793 ON public.key_deliveries USING btree (order_id);
CREATE INDEX key_deliveries_store_id_b1ddb47a ON public.key_deliveries USING btree (store_id);
CREATE INDEX keys_in_pool ON public.license_keys USING btree (variant_id, expires_at) WHERE ((deleted_at IS NULL) AND ((state)::text = 'pool'::text));
CREATE INDEX labels_store_id_f86f42ed ON public.labels USING btree (store_id);
CREATE INDEX ledger_by_cause ON public.inventory_changes USING btree (store_id, cause, created_at DESC, id DESC);
CREATE INDEX ledger_of_store ON public.inventory_changes USING btree (store_id, created_at DESC);
CREATE INDEX ledger_of_variant ON public.inventory_changes USING btree (variant_id, created_at DESC, id DESC);
CREATE INDEX license_keys_delivery_id_67cd65dd ON public.license_keys USING btree (delivery_id);
CREATE INDEX license_keys_order_item_id_652eedb4 ON public.license_keys USING btree (order_item_id);
CREATE INDEX license_keys_store_id_fcb70785 ON public.license_keys USING btree (store_id);
CREATE INDEX license_keys_supplier_order_id_797d8578 ON public.license_keys USING btree (supplier_order_id);
CREATE INDEX license_keys_variant_id_be117097 ON public.license_keys USING btree (variant_id);
CREATE INDEX lines_without_keys ON public.order_items USING btree (variant_id) WHERE ((digital_fulfilled_at IS NULL) AND is_digital);
CREATE INDEX listing_agreements_listing_id_ee8fcc91 ON public.listing_agreements USING btree (listing_id);
CREATE INDEX listing_agreements_store_id_f5afee1d ON public.listing_agreements USING btree (store_id);
CREATE INDEX listings_by_link ON public.marketplace_products USING btree (store_id, linked_at DESC, id DESC) WHERE (linked_at IS NOT NULL);
CREATE INDEX listings_by_sku ON public.marketplace_products USING btree (connection_id, marketplace_sku);
CREATE INDEX listings_by_title ON public.marketplace_products USING btree (store_id, title, id);
CREATE INDEX listings_found ON public.marketplace_products USING gin (((public.tri((((((title)::text || ' '::text) || (marketplace_sku)::text) || ' '::text) || (gtin)::text)) || (store_id)::text))) WITH (fastupdate=off);
CREATE INDEX listings_in_trouble ON public.marketplace_products USING btree (store_id, title, id) WHERE ((status)::text = ANY ((ARRAY['refused'::character varying, 'deleted'::character varying])::text[]));
CREATE INDEX listings_linked_there ON public.marketplace_products USING btree (connection_id, variant_id) WHERE ((deleted_at IS NULL) AND (variant_id IS NOT NULL));
CREATE INDEX listings_of_variant ON public.marketplace_products USING btree (variant_id);
CREATE INDEX listings_surest_first ON public.marketplace_products USING btree (store_id, match_rank, title, id) WHERE ((deleted_at IS NULL) AND (variant_id IS NULL) AND (NOT ((status)::text = 'deleted'::text)));
CREATE INDEX listings_to_link ON public.marketplace_products USING btree (store_id, connection_id) WHERE ((deleted_at IS NULL) AND (variant_id IS NULL) AND (NOT ((status)::text = 'deleted'::text)));
CREATE INDEX locations_store_id_a337fa60 ON public.locations USING btree (store_id);
CREATE INDEX mails_by_age ON public.outgoing_mails USING btree (created_at);
CREATE INDEX mails_due ON public.outgoing_mails USING btree (due_at) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'leased'::character varying, 'sending'::character varying])::text[]));
CREATE INDEX mails_of_member ON public.outgoing_mails USING btree (member_id, kind) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX marketplace_connections_marketplace_id_581f5984 ON public.marketplace_connections USING btree (marketplace_id);
CREATE INDEX marketplace_connections_store_id_0fe6f36a ON public.marketplace_connections USING btree (store_id);
CREATE INDEX marketplace_credentials_marketplace_id_544f262f ON public.marketplace_credentials USING btree (marketplace_id);
CREATE INDEX marketplace_listing_figures_connection_id_520cbcfd ON public.marketplace_listing_figures USING btree (connection_id);
CREATE INDEX marketplace_listing_figures_listing_id_bb772e1b ON public.marketplace_listing_figures USING btree (listing_id);
CREATE INDEX marketplace_listing_figures_store_id_62f7629c ON public.marketplace_listing_figures USING btree (store_id);
CREATE INDEX marketplace_order_items_marketplace_order_id_a24094d8 ON public.marketplace_order_items USING btree (marketplace_order_id);
CREATE INDEX marketplace_order_items_marketplace_product_id_525b1706 ON public.marketplace_order_items USING btree (marketplace_product_id);
CREATE INDEX marketplace_order_items_product_id_db48628b ON public.marketplace_order_items USING btree (product_id);
CREATE INDEX marketplace_order_items_variant_id_2c20cd6a ON public.marketplace_order_items USING btree (variant_id);
CREATE INDEX marketplace_orders_connection_id_2588f3d0 ON public.marketplace_orders USING btree (connection_id);
CREATE INDEX marketplace_orders_marketplace_id_96c85ea8 ON public.marketplace_orders USING btree (marketplace_id);
CREATE INDEX marketplace_orders_of_order ON public.marketplace_orders USING btree (order_id);
CREATE INDEX marketplace_orders_order_id_ef891ef6 ON public.marketplace_orders USING btree (order_id);
CREATE INDEX marketplace_orders_store_id_1a5024ca ON public.marketplace_orders USING btree (store_id);
CREATE INDEX marketplace_product_translations_listing_id_317d2ab2 ON public.marketplace_product_translations USING btree (listing_id);
CREATE INDEX marketplace_products_connection_id_104d1c21 ON public.marketplace_products USING btree (connection_id);
CREATE INDEX marketplace_products_marketplace_id_0b47ec5c ON public.marketplace_products USING btree (marketplace_id);
CREATE INDEX marketplace_products_product_id_fadf5d74 ON public.marketplace_products USING btree (product_id);
CREATE INDEX marketplace_products_store_id_7a06e004 ON public.marketplace_products USING btree (store_id);
CREATE INDEX marketplace_products_variant_id_cd8c1eb0 ON public.marketplace_products USING btree (variant_id);
CREATE INDEX marketplace_sync_logs_connection_id_d33b516a ON public.marketplace_sync_logs USING btree (connection_id);
CREATE INDEX marketplace_sync_logs_marketplace_id_42a84f65 ON public.marketplace_sync_logs USING btree (marketplace_id);
CREATE INDEX marketplace_sync_logs_started_by_id_60264f94 ON public.marketplace_sync_logs USING btree (started_by_id);
CREATE INDEX marketplace_sync_logs_store_id_0b935368 ON public.marketplace_sync_logs USING btree (store_id);
CREATE INDEX marketplace_webhooks_connection_id_68712f72 ON public.marketplace_webhooks USING btree (connection_id);
CREATE INDEX marketplace_webhooks_store_id_27f22fa6 ON public.marketplace_webhooks USING btree (store_id);
CREATE INDEX marketplaces_historicalconnection_history_date_a0193c3c ON public.marketplaces_historicalconnection USING btree (history_date);
CREATE INDEX marketplaces_historicalconnection_history_user_id_1c92cdc1 ON public.marketplaces_historicalconnection USING btree (history_user_id);
CREATE INDEX marketplaces_historicalconnection_id_987399e9 ON public.marketplaces_historicalconnection USING btree (id);
CREATE INDEX marketplaces_historicalconnection_marketplace_id_e1a8f7dc ON public.marketplaces_historicalconnection USING btree (marketplace_id);
CREATE INDEX marketplaces_historicalconnection_store_id_2b604328 ON public.marketplaces_historicalconnection USING btree (store_id);
CREATE INDEX marketplaces_historicalmar_connection_id_4e3db6f8 ON public.marketplaces_historicalmarketplacecredential USING btree (connection_id);
CREATE INDEX marketplaces_historicalmar_history_date_1debc21c ON public.marketplaces_historicalmarketplacecredential USING btree (history_date);
CREATE INDEX marketplaces_historicalmar_history_user_id_be039112 ON public.marketplaces_historicalmarketplacecredential USING btree (history_user_id);
CREATE INDEX marketplaces_historicalmar_marketplace_id_9ce274b7 ON public.marketplaces_historicalmarketplacecredential USING btree (marketplace_id);
CREATE INDEX marketplaces_historicalmarketplace_history_date_a7845107 ON public.marketplaces_historicalmarketplace USING btree (history_date);
CREATE INDEX marketplaces_historicalmarketplace_history_user_id_288c96c1 ON public.marketplaces_historicalmarketplace USING btree (history_user_id);
CREATE INDEX marketplaces_historicalmarketplace_id_8077a938 ON public.marketplaces_historicalmarketplace USING btree (id);
CREATE INDEX marketplaces_historicalmarketplacecredential_id_1b0bf503 ON public.marketplaces_historicalmarketplacecredential USING btree (id);
CREATE INDEX marketplaces_historicaloutboundchange_connection_id_450e1e24 ON public.marketplaces_historicaloutboundchange USING btree (connection_id);
CREATE INDEX marketplaces_historicaloutboundchange_history_date_5a89c3bd ON public.marketplaces_historicaloutboundchange USING btree (history_date);
CREATE INDEX marketplaces_historicaloutboundchange_history_user_id_719417db ON public.marketplaces_historicaloutboundchange USING btree (history_user_id);
CREATE INDEX marketplaces_historicaloutboundchange_id_52db1320 ON public.marketplaces_historicaloutboundchange USING btree (id);
CREATE INDEX marketplaces_historicaloutboundchange_store_id_94f5fb98 ON public.marketplaces_historicaloutboundchange USING btree (store_id);
CREATE INDEX memberships_store_id_b67fc86a ON public.memberships USING btree (store_id);
CREATE INDEX memberships_user_id_5a99f855 ON public.memberships USING btree (user_id);
CREATE INDEX needs_you_assigned_to_id_d335f1c5 ON public.needs_you USING btree (assigned_to_id);
CREATE INDEX needs_you_by_raised ON public.needs_you USING btree (created_at);
CREATE INDEX needs_you_by_settled ON public.needs_you USING btree (settled_at);
CREATE INDEX needs_you_open ON public.needs_you USING btree (store_id, kind) WHERE (settled_at IS NULL);
CREATE INDEX needs_you_store_id_a8c3d1e0 ON public.needs_you USING btree (store_id);
CREATE INDEX needs_you_subject ON public.needs_you USING btree (subject_id);
CREATE INDEX notification_choices_member_id_8180d36a ON public.notification_choices USING btree (member_id);
CREATE INDEX notification_choices_store_id_985f15bd ON public.notification_choices USING btree (store_id);
CREATE INDEX notification_hours_store_id_9805efcd ON public.notification_hours USING btree (store_id);
CREATE INDEX notifications_by_age ON public.notifications USING btree (at);
CREATE INDEX notifications_by_cause ON public.notifications USING btree (member_id, cause_key, at DESC);
CREATE INDEX notifications_member_id_2593bfc1 ON public.notifications USING btree (member_id);
CREATE INDEX notifications_of_member ON public.notifications USING btree (member_id, at DESC, id DESC);
CREATE INDEX notifications_store_id_d912643d ON public.notifications USING btree (store_id);
CREATE INDEX notifications_to_digest ON public.notifications USING btree (member_id) WHERE (((mail)::text = 'daily'::text) AND (mailed_at IS NULL));
CREATE INDEX offers_connection_id_a6371034 ON public.offers USING btree (connection_id);
CREATE INDEX offers_of_variant ON public.offers USING btree (variant_id);
CREATE INDEX offers_store_id_c057dc53 ON public.offers USING btree (store_id);
CREATE INDEX offers_variant_id_4146327b ON public.offers USING btree (variant_id);
CREATE UNIQUE INDEX one_default_location ON public.locations USING btree (store_id) WHERE is_default;
CREATE UNIQUE INDEX one_new_offer_per_variant ON public.offers USING btree (connection_id, variant_id) WHERE (listing_id IS NULL);
CREATE UNIQUE INDEX one_open_hold_per_shop ON public.promotion_holds USING btree (variant_id, connection_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX one_open_invitation_per_address ON public.invitations USING btree (store_id, lower((email)::text)) WHERE ((accepted_at IS NULL) AND (deleted_at IS NULL));
CREATE UNIQUE INDEX one_open_purchase_per_line ON public.supplier_orders USING btree (order_item_id) WHERE ((state)::text = ANY ((ARRAY['asked'::character varying, 'paid'::character varying, 'in_doubt'::character varying, 'held'::character varying])::text[]));
CREATE UNIQUE INDEX one_open_row_per_cause ON public.needs_you USING btree (store_id, cause_key) WHERE (settled_at IS NULL);
CREATE UNIQUE INDEX one_person_per_email ON public.users USING btree (lower((email)::text));
CREATE UNIQUE INDEX one_product_per_feed_id ON public.products USING btree (store_id, feed_id) WHERE (NOT ((feed_id)::text = ''::text));
CREATE UNIQUE INDEX one_saved_view_per_name ON public.saved_views USING btree (store_id, owner_id, name) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX one_unread_notification_per_cause ON public.notifications USING btree (member_id, cause_key) WHERE (read_at IS NULL);
CREATE INDEX open_reservations ON public.reservations USING btree (variant_id, location_id) WHERE (asked > 0);
CREATE INDEX open_runs ON public.marketplace_sync_logs USING btree (status) WHERE ((status)::text = ANY ((ARRAY['pending'::character varying, 'in_progress'::character varying])::text[]));
CREATE INDEX order_items_listing_id_87d35841 ON public.order_items USING btree (listing_id);
CREATE INDEX order_items_marketplace_order_id_358aa9cf ON public.order_items USING btree (marketplace_order_id);
CREATE INDEX order_items_order_id_412ad78b ON public.order_items USING btree (order_id);
CREATE INDEX order_items_product_id_dd557d5a ON public.order_items USING btree (product_id);
CREATE INDEX order_items_variant_id_c29d5590 ON public.order_items USING btree (variant_id);
CREATE INDEX order_refund_lines_order_item_id_6f68a422 ON public.order_refund_lines USING btree (order_item_id);
CREATE INDEX order_refund_lines_order_refund_id_455d4022 ON public.order_refund_lines USING btree (order_refund_id);
CREATE INDEX order_refunds_connection_id_0b2c627a ON public.order_refunds USING btree (connection_id);
CREATE INDEX order_refunds_marketplace_order_id_7b84cb58 ON public.order_refunds USING btree (marketplace_order_id);
CREATE INDEX order_refunds_order_id_e3477a88 ON public.order_refunds USING btree (order_id);
CREATE INDEX order_refunds_store_id_ede9210a ON public.order_refunds USING btree (store_id);
CREATE INDEX order_return_lines_order_item_id_9a10b756 ON public.order_return_lines USING btree (order_item_id);
CREATE INDEX order_return_lines_order_return_id_ceb4d5d1 ON public.order_return_lines USING btree (order_return_id);
CREATE INDEX order_returns_connection_id_7abad665 ON public.order_returns USING btree (connection_id);
CREATE INDEX order_returns_marketplace_order_id_0bbff458 ON public.order_returns USING btree (marketplace_order_id);
CREATE INDEX order_returns_order_id_b030821a ON public.order_returns USING btree (order_id);
CREATE INDEX order_returns_store_id_5e94c7cf ON public.order_returns USING btree (store_id);
CREATE INDEX order_status_history_order_id_d33fdfde ON public.order_status_history USING btree (order_id);
CREATE INDEX orders_archived ON public.orders USING btree (store_id, ordered_at DESC, id DESC) WHERE (archived_at IS NOT NULL);
CREATE INDEX orders_archived_by_change ON public.orders USING btree (store_id, updated_at, id) WHERE (archived_at IS NOT NULL);
CREATE INDEX orders_by_change ON public.orders USING btree (store_id, updated_at, id) WHERE (archived_at IS NULL);
CREATE INDEX orders_by_channel ON public.orders USING btree (store_id, channel, ordered_at DESC, id DESC);
CREATE INDEX orders_by_connection ON public.orders USING btree (store_id, connection_id, ordered_at DESC, id DESC);
CREATE INDEX orders_by_date ON public.orders USING btree (store_id, ordered_at DESC, id DESC);
CREATE INDEX orders_by_status ON public.orders USING btree (store_id, status, ship_by, id);
CREATE INDEX orders_by_tag ON public.orders USING gin (tags jsonb_path_ops);
CREATE INDEX orders_connection_id_36784496 ON public.orders USING btree (connection_id);
CREATE INDEX orders_customer_id_b7016332 ON public.orders USING btree (customer_id);
CREATE INDEX orders_found ON public.orders USING gin (((public.tri(search_text) || (store_id)::text))) WITH (fastupdate='on');
CREATE INDEX orders_historicalcustomer_connection_id_3f09c5c3 ON public.orders_historicalcustomer USING btree (connection_id);
CREATE INDEX orders_historicalcustomer_history_date_fba0bcac ON public.orders_historicalcustomer USING btree (history_date);
CREATE INDEX orders_historicalcustomer_history_user_id_e9221a33 ON public.orders_historicalcustomer USING btree (history_user_id);
CREATE INDEX orders_historicalcustomer_id_3e78a7eb ON public.orders_historicalcustomer USING btree (id);
CREATE INDEX orders_historicalcustomer_store_id_b5c0cd63 ON public.orders_historicalcustomer USING btree (store_id);
CREATE INDEX orders_historicalfeerule_connection_id_958cfd3b ON public.orders_historicalfeerule USING btree (connection_id);
CREATE INDEX orders_historicalfeerule_history_date_b46f8815 ON public.orders_historicalfeerule USING btree (history_date);
CREATE INDEX orders_historicalfeerule_history_user_id_b80a5bf1 ON public.orders_historicalfeerule USING btree (history_user_id);
CREATE INDEX orders_historicalfeerule_id_51dae91a ON public.orders_historicalfeerule USING btree (id);
CREATE INDEX orders_historicalfeerule_store_id_74326725 ON public.orders_historicalfeerule USING btree (store_id);
CREATE INDEX orders_historicalmarketpla_marketplace_order_id_5ae7e74a ON public.orders_historicalmarketplaceorderitem USING btree (marketplace_order_id);
CREATE INDEX orders_historicalmarketpla_marketplace_product_id_df2b1533 ON public.orders_historicalmarketplaceorderitem USING btree (marketplace_product_id);
CREATE INDEX orders_historicalmarketplaceorder_connection_id_aad110a4 ON public.orders_historicalmarketplaceorder USING btree (connection_id);
CREATE INDEX orders_historicalmarketplaceorder_history_date_e59e8d63 ON public.orders_historicalmarketplaceorder USING btree (history_date);
CREATE INDEX orders_historicalmarketplaceorder_history_user_id_9bda84b4 ON public.orders_historicalmarketplaceorder USING btree (history_user_id);
CREATE INDEX orders_historicalmarketplaceorder_id_c041c10e ON public.orders_historicalmarketplaceorder USING btree (id);
CREATE INDEX orders_historicalmarketplaceorder_marketplace_id_5accdb7d ON public.orders_historicalmarketplaceorder USING btree (marketplace_id);
CREATE INDEX orders_historicalmarketplaceorder_order_id_58bf8293 ON public.orders_historicalmarketplaceorder USING btree (order_id);
CREATE INDEX orders_historicalmarketplaceorder_store_id_8abbb20a ON public.orders_historicalmarketplaceorder USING btree (store_id);
CREATE INDEX orders_historicalmarketplaceorderitem_history_date_43ad6cee ON public.orders_historicalmarketplaceorderitem USING btree (history_date);
CREATE INDEX orders_historicalmarketplaceorderitem_history_user_id_56813e8d ON public.orders_historicalmarketplaceorderitem USING btree (history_user_id);
CREATE INDEX orders_historicalmarketplaceorderitem_id_13d9e75c ON public.orders_historicalmarketplaceorderitem USING btree (id);
CREATE INDEX orders_historicalmarketplaceorderitem_product_id_f522e9f1 ON public.orders_historicalmarketplaceorderitem USING btree (product_id);
CREATE INDEX orders_historicalmarketplaceorderitem_variant_id_9d0052b5 ON public.orders_historicalmarketplaceorderitem USING btree (variant_id);
CREATE INDEX orders_historicalorder_connection_id_c561eabc ON public.orders_historicalorder USING btree (connection_id);
CREATE INDEX orders_historicalorder_customer_id_8a49c783 ON public.orders_historicalorder USING btree (customer_id);
CREATE INDEX orders_historicalorder_history_date_d905f9c2 ON public.orders_historicalorder USING btree (history_date);
CREATE INDEX orders_historicalorder_history_user_id_30fb2c8b ON public.orders_historicalorder USING btree (history_user_id);
CREATE INDEX orders_historicalorder_id_91eda5cd ON public.orders_historicalorder USING btree (id);
CREATE INDEX orders_historicalorder_store_id_15b4a161 ON public.orders_historicalorder USING btree (store_id);
CREATE INDEX orders_historicalorderitem_history_date_ecc1115c ON public.orders_historicalorderitem USING btree (history_date);
CREATE INDEX orders_historicalorderitem_history_user_id_da611891 ON public.orders_historicalorderitem USING btree (history_user_id);
CREATE INDEX orders_historicalorderitem_id_799026bc ON public.orders_historicalorderitem USING btree (id);
CREATE INDEX orders_historicalorderitem_listing_id_d7332413 ON public.orders_historicalorderitem USING btree (listing_id);
CREATE INDEX orders_historicalorderitem_marketplace_order_id_acd0bbb6 ON public.orders_historicalorderitem USING btree (marketplace_order_id);
CREATE INDEX orders_historicalorderitem_order_id_fe2c5ec8 ON public.orders_historicalorderitem USING btree (order_id);
CREATE INDEX orders_historicalorderitem_product_id_6dac34e0 ON public.orders_historicalorderitem USING btree (product_id);
CREATE INDEX orders_historicalorderitem_variant_id_1609a745 ON public.orders_historicalorderitem USING btree (variant_id);
CREATE INDEX orders_historicalorderrefund_connection_id_622f29a5 ON public.orders_historicalorderrefund USING btree (connection_id);
CREATE INDEX orders_historicalorderrefund_history_date_7cce8828 ON public.orders_historicalorderrefund USING btree (history_date);
CREATE INDEX orders_historicalorderrefund_history_user_id_6d5f47f5 ON public.orders_historicalorderrefund USING btree (history_user_id);
CREATE INDEX orders_historicalorderrefund_id_88714d5c ON public.orders_historicalorderrefund USING btree (id);
CREATE INDEX orders_historicalorderrefund_marketplace_order_id_71e9db85 ON public.orders_historicalorderrefund USING btree (marketplace_order_id);
CREATE INDEX orders_historicalorderrefund_order_id_066bbd33 ON public.orders_historicalorderrefund USING btree (order_id);
CREATE INDEX orders_historicalorderrefund_store_id_b876015b ON public.orders_historicalorderrefund USING btree (store_id);
CREATE INDEX orders_historicalorderrefundline_history_date_6d1c4815 ON public.orders_historicalorderrefundline USING btree (history_date);
CREATE INDEX orders_historicalorderrefundline_history_user_id_20c4887f ON public.orders_historicalorderrefundline USING btree (history_user_id);
CREATE INDEX orders_historicalorderrefundline_id_ed9cf3b8 ON public.orders_historicalorderrefundline USING btree (id);
CREATE INDEX orders_historicalorderrefundline_order_item_id_333a9ff6 ON public.orders_historicalorderrefundline USING btree (order_item_id);
CREATE INDEX orders_historicalorderrefundline_order_refund_id_e0c218a4 ON public.orders_historicalorderrefundline USING btree (order_refund_id);
CREATE INDEX orders_historicalorderreturn_connection_id_65399db4 ON public.orders_historicalorderreturn USING btree (connection_id);
CREATE INDEX orders_historicalorderreturn_history_date_bae7f03e ON public.orders_historicalorderreturn USING btree (history_date);
CREATE INDEX orders_historicalorderreturn_history_user_id_33b34775 ON public.orders_historicalorderreturn USING btree (history_user_id);
CREATE INDEX orders_historicalorderreturn_id_56dbb8d1 ON public.orders_historicalorderreturn USING btree (id);
CREATE INDEX orders_historicalorderreturn_marketplace_order_id_de776a53 ON public.orders_historicalorderreturn USING btree (marketplace_order_id);
CREATE INDEX orders_historicalorderreturn_order_id_41292c91 ON public.orders_historicalorderreturn USING btree (order_id);
CREATE INDEX orders_historicalorderreturn_store_id_9547c2cf ON public.orders_historicalorderreturn USING btree (store_id);
CREATE INDEX orders_historicalorderreturnline_history_date_901d0d7f ON public.orders_historicalorderreturnline USING btree (history_date);
CREATE INDEX orders_historicalorderreturnline_history_user_id_aeea0e19 ON public.orders_historicalorderreturnline USING btree (history_user_id);
CREATE INDEX orders_historicalorderreturnline_id_e207ca02 ON public.orders_historicalorderreturnline USING btree (id);
CREATE INDEX orders_historicalorderreturnline_order_item_id_b0f99e21 ON public.orders_historicalorderreturnline USING btree (order_item_id);
CREATE INDEX orders_historicalorderreturnline_order_return_id_6f2be5e4 ON public.orders_historicalorderreturnline USING btree (order_return_id);
CREATE INDEX orders_historicalsavedview_history_date_63561759 ON public.orders_historicalsavedview USING btree (history_date);
CREATE INDEX orders_historicalsavedview_history_user_id_6d029c4f ON public.orders_historicalsavedview USING btree (history_user_id);
CREATE INDEX orders_historicalsavedview_id_b0ae1c45 ON public.orders_historicalsavedview USING btree (id);
CREATE INDEX orders_historicalsavedview_owner_id_f9869488 ON public.orders_historicalsavedview USING btree (owner_id);
CREATE INDEX orders_historicalsavedview_store_id_595506b0 ON public.orders_historicalsavedview USING btree (store_id);
CREATE INDEX orders_historicalseller_history_date_0f5d4ba2 ON public.orders_historicalseller USING btree (history_date);
CREATE INDEX orders_historicalseller_history_user_id_512d6026 ON public.orders_historicalseller USING btree (history_user_id);
CREATE INDEX orders_historicalseller_id_fd792bb9 ON public.orders_historicalseller USING btree (id);
CREATE INDEX orders_historicalseller_store_id_5cec28f8 ON public.orders_historicalseller USING btree (store_id);
CREATE INDEX orders_in_trouble ON public.orders USING btree (store_id) WHERE ((sync_status)::text = 'error'::text);
CREATE INDEX orders_of_customer ON public.orders USING btree (customer_id, ordered_at DESC, id DESC);
CREATE INDEX orders_of_joint_parcel ON public.joint_orders USING btree (joint_parcel_id);
CREATE INDEX orders_on_desk ON public.orders USING btree (store_id, COALESCE(ship_by, '9999-01-01 00:00:00+00'::timestamp with time zone), total DESC, id) INCLUDE (status, scheme, ship_by, held_at, unlinked_lines) WHERE ((archived_at IS NULL) AND (deleted_at IS NULL) AND ((status)::text = ANY ((ARRAY['pending'::character varying, 'confirmed'::character varying, 'processing'::character varying, 'ready_for_shipment'::character varying, 'unknown'::character varying])::text[])));
CREATE INDEX orders_on_desk_by_buyer ON public.orders USING btree (store_id, upper((customer_name)::text)) WHERE ((archived_at IS NULL) AND (deleted_at IS NULL) AND ((status)::text = ANY ((ARRAY['pending'::character varying, 'confirmed'::character varying, 'processing'::character varying, 'ready_for_shipment'::character varying, 'unknown'::character varying])::text[])));
CREATE INDEX orders_store_id_04cf6eb1 ON public.orders USING btree (store_id);
CREATE INDEX orders_to_archive ON public.orders USING btree (ordered_at) WHERE ((archived_at IS NULL) AND ((status)::text = ANY ((ARRAY['shipped'::character varying, 'delivered'::character varying, 'fulfilled'::character varying, 'cancelled'::character varying, 'refunded'::character varying])::text[])));
CREATE INDEX outbound_changes_connection_id_c6e7c7fb ON public.outbound_changes USING btree (connection_id);
CREATE INDEX outbound_changes_store_id_b622cbf1 ON public.outbound_changes USING btree (store_id);
CREATE INDEX outbound_due ON public.outbound_changes USING btree (connection_id, kind, due_at) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'retry'::character varying, 'accepted'::character varying])::text[]));
CREATE INDEX outbound_subject ON public.outbound_changes USING btree (subject_id);
CREATE INDEX outgoing_mails_member_id_46143991 ON public.outgoing_mails USING btree (member_id);
CREATE INDEX outgoing_mails_store_id_5175d5d4 ON public.outgoing_mails USING btree (store_id);
CREATE INDEX parcels_by_time ON public.shipments USING btree (created_at);
CREATE INDEX price_holds_connection_id_3b6a1353 ON public.price_holds USING btree (connection_id);
CREATE INDEX price_holds_store_id_6c402d28 ON public.price_holds USING btree (store_id);
CREATE INDEX price_rules_connection_id_2c5f16b0 ON public.price_rules USING btree (connection_id);
CREATE INDEX price_rules_store_id_56886bd0 ON public.price_rules USING btree (store_id);
CREATE INDEX price_rules_supplier_id_2666d608 ON public.price_rules USING btree (supplier_id);
CREATE INDEX prices_held ON public.price_holds USING btree (store_id, created_at, id) WHERE is_open;
CREATE INDEX product_texts_search ON public.product_translations USING gin (public.tri((title)::text)) WITH (fastupdate=off);
CREATE INDEX product_translations_product_id_a47ad085 ON public.product_translations USING btree (product_id);
CREATE INDEX product_translations_store_id_8f35687c ON public.product_translations USING btree (store_id);
CREATE INDEX product_variants_product_id_019d9f04 ON public.product_variants USING btree (product_id);
CREATE INDEX product_variants_store_id_f7ca6799 ON public.product_variants USING btree (store_id);
CREATE INDEX products_by_title ON public.products USING btree (store_id, title);
CREATE INDEX products_search ON public.products USING gin (public.tri((title)::text)) WITH (fastupdate=off);
CREATE INDEX products_store_id_5412147b ON public.products USING btree (store_id);
CREATE INDEX promotion_holds_connection_id_e8c1c9c1 ON public.promotion_holds USING btree (connection_id);
CREATE INDEX promotion_holds_store_id_69abb849 ON public.promotion_holds USING btree (store_id);
CREATE INDEX promotion_holds_variant_id_7cc16b2a ON public.promotion_holds USING btree (variant_id);
CREATE INDEX publications_store_id_e7f5d0a0 ON public.publications USING btree (store_id);
CREATE INDEX publications_token_6a8698ef_like ON public.publications USING btree (token varchar_pattern_ops);
CREATE INDEX purchases_by_sending ON public.supplier_orders USING btree (connection_id, sent_at);
CREATE INDEX purchases_due ON public.supplier_orders USING btree (next_look_at) WHERE ((state)::text = ANY ((ARRAY['asked'::character varying, 'paid'::character varying, 'in_doubt'::character varying])::text[]));
CREATE INDEX rate_buckets_key_3d0523d7_like ON public.rate_buckets USING btree (key varchar_pattern_ops);
CREATE INDEX receipts_by_age ON public.notification_receipts USING btree (at);
CREATE INDEX received_orders_connection_id_057e8b09 ON public.received_orders USING btree (connection_id);
CREATE INDEX received_orders_order_id_6c846890 ON public.received_orders USING btree (order_id);
CREATE INDEX recovery_codes_user_id_5a11d37e ON public.recovery_codes USING btree (user_id);
CREATE INDEX refunds_of_order ON public.order_refunds USING btree (order_id);
CREATE INDEX refused_matches_listing_id_d17204af ON public.refused_matches USING btree (listing_id);
CREATE INDEX refused_matches_store_id_e8b89062 ON public.refused_matches USING btree (store_id);
CREATE INDEX refused_matches_variant_id_6d249a14 ON public.refused_matches USING btree (variant_id);
CREATE INDEX reservations_location_id_17fb8cb7 ON public.reservations USING btree (location_id);
CREATE INDEX reservations_store_id_b3451e67 ON public.reservations USING btree (store_id);
CREATE INDEX reservations_variant_id_aaaa1a76 ON public.reservations USING btree (variant_id);
CREATE INDEX returns_by_status ON public.order_returns USING btree (store_id, status);
CREATE INDEX returns_of_order ON public.order_returns USING btree (order_id);
CREATE INDEX returns_without_order ON public.order_returns USING btree (connection_id, order_remote_id) WHERE (order_id IS NULL);
CREATE INDEX runs_by_end ON public.marketplace_sync_logs USING btree (end_time);
CREATE INDEX runs_by_state ON public.marketplace_sync_logs USING btree (store_id, status, created_at DESC, id DESC);
CREATE INDEX runs_of_connection ON public.marketplace_sync_logs USING btree (connection_id, sync_type, created_at DESC);
CREATE INDEX runs_of_store ON public.marketplace_sync_logs USING btree (store_id, created_at DESC, id DESC);
CREATE INDEX saved_views_owner_id_2d0f6388 ON public.saved_views USING btree (owner_id);
CREATE INDEX saved_views_store_id_eeb3f0d9 ON public.saved_views USING btree (store_id);
CREATE INDEX scheduled_jobs_connection_id_09a65c9b ON public.scheduled_jobs USING btree (connection_id);
CREATE INDEX scheduled_jobs_store_id_6a03d85a ON public.scheduled_jobs USING btree (store_id);
CREATE INDEX second_steps_user_id_fadb8a82 ON public.second_steps USING btree (user_id);
CREATE INDEX sessions_expire_date_16e4c444 ON public.sessions USING btree (expire_date);
CREATE INDEX sessions_session_key_58f9471b_like ON public.sessions USING btree (session_key varchar_pattern_ops);
CREATE INDEX sessions_user_id_05e26f4a ON public.sessions USING btree (user_id);
CREATE INDEX shelves_by_free_band ON public.stock USING btree (store_id, free_band, variant_id);
CREATE INDEX shipment_items_order_item_id_cd95bfe0 ON public.shipment_items USING btree (order_item_id);
CREATE INDEX shipment_items_shipment_id_93483734 ON public.shipment_items USING btree (shipment_id);
CREATE INDEX shipments_marketplace_order_id_e54e3bdf ON public.shipments USING btree (marketplace_order_id);
CREATE INDEX shipments_order_id_cd5ec97c ON public.shipments USING btree (order_id);
CREATE INDEX shipments_shipped_by_id_1f65c447 ON public.shipments USING btree (shipped_by_id);
CREATE INDEX shipments_store_id_65cb715e ON public.shipments USING btree (store_id);
CREATE INDEX shipments_supply_id_61b5661f ON public.shipments USING btree (supply_id);
CREATE INDEX shortages ON public.reservations USING btree (variant_id) WHERE (short > 0);
CREATE INDEX sources_due ON public.import_sources USING btree (next_run_at) WHERE is_enabled;
CREATE INDEX split_children ON public.marketplace_orders USING btree (connection_id, parent_remote_id) WHERE (NOT ((parent_remote_id)::text = ''::text));
CREATE INDEX status_history_by_time ON public.order_status_history USING btree (created_at);
CREATE INDEX status_history_of_order ON public.order_status_history USING btree (order_id, created_at);
CREATE INDEX stock_files_connection_id_d964e589 ON public.stock_files USING btree (connection_id);
CREATE INDEX stock_files_due ON public.stock_files USING btree (due_at) WHERE is_active;
CREATE INDEX stock_files_store_id_b90eafb6 ON public.stock_files USING btree (store_id);
CREATE INDEX stock_location_id_379d2e5d ON public.stock USING btree (location_id);
CREATE INDEX stock_store_id_65d66831 ON public.stock USING btree (store_id);
CREATE INDEX stock_variant_id_84599170 ON public.stock USING btree (variant_id);
CREATE INDEX stores_slug_c8d524d0 ON public.stores USING btree (slug);
CREATE INDEX stores_slug_c8d524d0_like ON public.stores USING btree (slug varchar_pattern_ops);
CREATE INDEX supplied_orders_supply_id_2f9eeae9 ON public.supplied_orders USING btree (supply_id);
CREATE INDEX supplier_balances_store_id_34fd22a2 ON public.supplier_balances USING btree (store_id);
CREATE INDEX supplier_orders_connection_id_d00438ef ON public.supplier_orders USING btree (connection_id);
CREATE INDEX supplier_orders_order_item_id_8f9fcccf ON public.supplier_orders USING btree (order_item_id);
CREATE INDEX supplier_orders_store_id_919b2572 ON public.supplier_orders USING btree (store_id);
CREATE INDEX supplies_by_time ON public.supplies USING btree (store_id, created_at);
CREATE INDEX supplies_connection_id_28be6e0e ON public.supplies USING btree (connection_id);
CREATE INDEX supplies_handed_over_by_id_53d57758 ON public.supplies USING btree (handed_over_by_id);
CREATE INDEX supplies_opened_by_id_58cd0bc9 ON public.supplies USING btree (opened_by_id);
CREATE INDEX supplies_store_id_118f8d1b ON public.supplies USING btree (store_id);
CREATE INDEX sync_cursors_connection_id_b0974c82 ON public.sync_cursors USING btree (connection_id);
CREATE INDEX sync_historicalcolumnmap_history_date_e83cec56 ON public.sync_historicalcolumnmap USING btree (history_date);
CREATE INDEX sync_historicalcolumnmap_history_user_id_a7e4d45e ON public.sync_historicalcolumnmap USING btree (history_user_id);
CREATE INDEX sync_historicalcolumnmap_id_e3803eef ON public.sync_historicalcolumnmap USING btree (id);
CREATE INDEX sync_historicalcolumnmap_store_id_afdcb998 ON public.sync_historicalcolumnmap USING btree (store_id);
CREATE INDEX sync_historicalimportsource_history_date_5f237c8f ON public.sync_historicalimportsource USING btree (history_date);
CREATE INDEX sync_historicalimportsource_history_user_id_ef19450d ON public.sync_historicalimportsource USING btree (history_user_id);
CREATE INDEX sync_historicalimportsource_id_333293cf ON public.sync_historicalimportsource USING btree (id);
CREATE INDEX sync_historicalimportsource_store_id_efe843c2 ON public.sync_historicalimportsource USING btree (store_id);
CREATE INDEX sync_historicalscheduledjob_connection_id_c6a917ad ON public.sync_historicalscheduledjob USING btree (connection_id);
CREATE INDEX sync_historicalscheduledjob_history_date_1e94bd13 ON public.sync_historicalscheduledjob USING btree (history_date);
CREATE INDEX sync_historicalscheduledjob_history_user_id_5218f07c ON public.sync_historicalscheduledjob USING btree (history_user_id);
CREATE INDEX sync_historicalscheduledjob_id_908e7dbd ON public.sync_historicalscheduledjob USING btree (id);
CREATE INDEX sync_historicalscheduledjob_store_id_a2c91a63 ON public.sync_historicalscheduledjob USING btree (store_id);
CREATE INDEX sync_historicalstockfile_connection_id_74a72b68 ON public.sync_historicalstockfile USING btree (connection_id);
CREATE INDEX sync_historicalstockfile_history_date_4a00e49a ON public.sync_historicalstockfile USING btree (history_date);
CREATE INDEX sync_historicalstockfile_history_user_id_d8a553bb ON public.sync_historicalstockfile USING btree (history_user_id);
CREATE INDEX sync_historicalstockfile_id_4a91d407 ON public.sync_historicalstockfile USING btree (id);
CREATE INDEX sync_historicalstockfile_store_id_11d69c23 ON public.sync_historicalstockfile USING btree (store_id);
CREATE INDEX sync_historicalwebhookendpoint_history_date_5069c470 ON public.sync_historicalwebhookendpoint USING btree (history_date);
CREATE INDEX sync_historicalwebhookendpoint_history_user_id_6cca43dd ON public.sync_historicalwebhookendpoint USING btree (history_user_id);
CREATE INDEX sync_historicalwebhookendpoint_id_1f12521d ON public.sync_historicalwebhookendpoint USING btree (id);
CREATE INDEX sync_historicalwebhookendpoint_store_id_92dad951 ON public.sync_historicalwebhookendpoint USING btree (store_id);
CREATE INDEX sync_log_items_sync_log_id_829c7129 ON public.sync_log_items USING btree (sync_log_id);
CREATE INDEX uncounted_variants ON public.product_variants USING btree (store_id, sku, id) WHERE ((deleted_at IS NULL) AND (opening_counted_at IS NULL));
CREATE INDEX unit_marks_entered_by_id_b8d9f106 ON public.unit_marks USING btree (entered_by_id);
CREATE INDEX unit_marks_order_item_id_129f2978 ON public.unit_marks USING btree (order_item_id);
CREATE INDEX unit_marks_store_id_e8a1bcd5 ON public.unit_marks USING btree (store_id);
CREATE INDEX unlinked_lines_by_sku ON public.order_items USING btree (product_sku) WHERE (variant_id IS NULL);
CREATE INDEX users_groups_group_id_2f3517aa ON public.users_groups USING btree (group_id);
CREATE INDEX users_groups_user_id_f500bee5 ON public.users_groups USING btree (user_id);
CREATE INDEX users_last_store_id_4570463b ON public.users USING btree (last_store_id);
CREATE INDEX users_user_permissions_permission_id_6d08dcd2 ON public.users_user_permissions USING btree (permission_id);
CREATE INDEX users_user_permissions_user_id_92473840 ON public.users_user_permissions USING btree (user_id);
CREATE INDEX variants_by_gtin ON public.product_variants USING btree (store_id, gtin) WHERE (NOT ((gtin)::text = ''::text));
CREATE INDEX variants_by_plain_sku ON public.product_variants USING btree (store_id, translate(lower((sku)::text), '-_ ./'::text, ''::text));
CREATE INDEX variants_search ON public.product_variants USING gin (public.tri((sku)::text)) WITH (fastupdate=off);
CREATE INDEX variants_with_threshold ON public.product_variants USING btree (store_id, low_stock_at) WHERE ((deleted_at IS NULL) AND (NOT is_bundle) AND (low_stock_at > 0) AND (opening_counted_at IS NOT NULL));
CREATE INDEX webhook_asked_keys_connection_id_f7968ab3 ON public.webhook_asked_keys USING btree (connection_id);
CREATE INDEX webhook_deliveries_endpoint_id_8d287091 ON public.webhook_deliveries USING btree (endpoint_id);
CREATE INDEX webhook_deliveries_store_id_55d3ef30 ON public.webhook_deliveries USING btree (store_id);
CREATE INDEX webhook_endpoints_store_id_30111c1a ON public.webhook_endpoints USING btree (store_id);
CREATE INDEX webhook_tallies_connection_id_a1b95a57 ON public.webhook_tallies USING btree (connection_id);
CREATE INDEX webhooks_due ON public.marketplace_webhooks USING btree (due_at) WHERE ((status)::text = 'received'::text);
CREATE INDEX webhooks_of_store ON public.marketplace_webhooks USING btree (store_id, received_at DESC);
CREATE TRIGGER invoices_stay BEFORE UPDATE ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.invoices_stay();
CREATE CONSTRAINT TRIGGER ledger_row_goes_with_its_goods AFTER DELETE ON public.inventory_changes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.ledger_row_goes_with_its_goods();
CREATE TRIGGER ledger_row_stays BEFORE UPDATE ON public.inventory_changes FOR EACH ROW EXECUTE FUNCTION public.ledger_row_stays();
ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_store_id_c08b62c7_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_user_id_2db24e1c_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.attribute_choices
    ADD CONSTRAINT attribute_choices_connection_id_12b2e44c_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.attribute_choices
    ADD CONSTRAINT attribute_choices_store_id_27047a32_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce FOREIGN KEY (access_attempt_id) REFERENCES public.axes_accessattempt(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bulk_acts
    ADD CONSTRAINT bulk_acts_started_by_id_d188f8bf_fk_users_id FOREIGN KEY (started_by_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bulk_acts
    ADD CONSTRAINT bulk_acts_store_id_d58f756e_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bundle_parts
    ADD CONSTRAINT bundle_parts_bundle_id_28fa325c_fk_product_variants_id FOREIGN KEY (bundle_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bundle_parts
    ADD CONSTRAINT bundle_parts_part_id_e3689906_fk_product_variants_id FOREIGN KEY (part_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.bundle_parts
    ADD CONSTRAINT bundle_parts_store_id_17778e54_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.category_attributes
    ADD CONSTRAINT category_attributes_connection_id_5c1c4b75_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.category_attributes
    ADD CONSTRAINT category_attributes_store_id_ff731191_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.category_choices
    ADD CONSTRAINT category_choices_connection_id_e04973f6_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.category_choices
    ADD CONSTRAINT category_choices_store_id_baca9241_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.category_trees
    ADD CONSTRAINT category_trees_connection_id_30acd71e_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.category_trees
    ADD CONSTRAINT category_trees_store_id_34458c2c_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.column_maps
    ADD CONSTRAINT column_maps_store_id_5fdb363f_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connection_locations
    ADD CONSTRAINT connection_locations_connection_id_483b7e46_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connection_locations
    ADD CONSTRAINT connection_locations_location_id_26453ac7_fk_locations_id FOREIGN KEY (location_id) REFERENCES public.locations(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.connection_locations
    ADD CONSTRAINT connection_locations_store_id_a7a321ca_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_historicalapitoken
    ADD CONSTRAINT core_historicalapitoken_history_user_id_adc4c4e2_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_historicalemailtemplate
    ADD CONSTRAINT core_historicalemail_history_user_id_9098079d_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_historicalinvitation
    ADD CONSTRAINT core_historicalinvitation_history_user_id_f5cf9d4d_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_historicalmembership
    ADD CONSTRAINT core_historicalmembership_history_user_id_a98e2556_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_historicalneedsyou
    ADD CONSTRAINT core_historicalneedsyou_history_user_id_4ae9f40b_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_historicalnotificationhours
    ADD CONSTRAINT core_historicalnotif_history_user_id_5be5a9b3_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_historicalnotificationchoice
    ADD CONSTRAINT core_historicalnotif_history_user_id_d7ab0375_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.core_historicalstore
    ADD CONSTRAINT core_historicalstore_history_user_id_47b28951_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_connection_id_fa08b7e8_fk_marketplace_connections_id FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_store_id_f0607a41_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_settings
    ADD CONSTRAINT desk_settings_store_id_857c2634_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.desk_settings
    ADD CONSTRAINT desk_settings_user_id_f8e882b2_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_celery_beat_periodictask
    ADD CONSTRAINT django_celery_beat_p_clocked_id_47a69f82_fk_django_ce FOREIGN KEY (clocked_id) REFERENCES public.django_celery_beat_clockedschedule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_celery_beat_periodictask
    ADD CONSTRAINT django_celery_beat_p_crontab_id_d3cba168_fk_django_ce FOREIGN KEY (crontab_id) REFERENCES public.django_celery_beat_crontabschedule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_celery_beat_periodictask
    ADD CONSTRAINT django_celery_beat_p_interval_id_a8ca27da_fk_django_ce FOREIGN KEY (interval_id) REFERENCES public.django_celery_beat_intervalschedule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_celery_beat_periodictask
    ADD CONSTRAINT django_celery_beat_p_solar_id_a87ce72c_fk_django_ce FOREIGN KEY (solar_id) REFERENCES public.django_celery_beat_solarschedule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.drifts
    ADD CONSTRAINT drifts_connection_id_06177a97_fk_marketplace_connections_id FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.drifts
    ADD CONSTRAINT drifts_listing_id_d7985c81_fk_marketplace_products_id FOREIGN KEY (listing_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.drifts
    ADD CONSTRAINT drifts_store_id_b1d7f71f_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.email_templates
    ADD CONSTRAINT email_templates_store_id_f092063a_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fee_rules
    ADD CONSTRAINT fee_rules_connection_id_6701fc0b_fk_marketplace_connections_id FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fee_rules
    ADD CONSTRAINT fee_rules_store_id_a2124d53_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.field_owners
    ADD CONSTRAINT field_owners_connection_id_51c94e20_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.field_owners
    ADD CONSTRAINT field_owners_store_id_fb91e769_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicalshipmentitem
    ADD CONSTRAINT fulfillment_historic_history_user_id_04e82303_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicalshipment
    ADD CONSTRAINT fulfillment_historic_history_user_id_1d5bef5e_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicalsupplierorder
    ADD CONSTRAINT fulfillment_historic_history_user_id_24a6ef66_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicalunitmark
    ADD CONSTRAINT fulfillment_historic_history_user_id_5a75a7bc_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicalsupplierbalance
    ADD CONSTRAINT fulfillment_historic_history_user_id_6a991475_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicalsuppliedorder
    ADD CONSTRAINT fulfillment_historic_history_user_id_817d7964_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicallicensekey
    ADD CONSTRAINT fulfillment_historic_history_user_id_8c0dc402_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicalkeydelivery
    ADD CONSTRAINT fulfillment_historic_history_user_id_8e62bc20_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicalsupply
    ADD CONSTRAINT fulfillment_historic_history_user_id_9932f487_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicallabel
    ADD CONSTRAINT fulfillment_historic_history_user_id_becf3d27_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicaljointparcel
    ADD CONSTRAINT fulfillment_historic_history_user_id_d86ccad9_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.fulfillment_historicaljointorder
    ADD CONSTRAINT fulfillment_historic_history_user_id_e917bd68_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_store_id_bcf4b82d_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.import_sources
    ADD CONSTRAINT import_sources_last_run_id_3681790f_fk_marketplace_sync_logs_id FOREIGN KEY (last_run_id) REFERENCES public.marketplace_sync_logs(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.import_sources
    ADD CONSTRAINT import_sources_store_id_7bd8cfb1_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.intake_keys
    ADD CONSTRAINT intake_keys_connection_id_1431d991_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_changes
    ADD CONSTRAINT inventory_changes_actor_id_ebf60092_fk_users_id FOREIGN KEY (actor_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_changes
    ADD CONSTRAINT inventory_changes_location_id_a172ec29_fk_locations_id FOREIGN KEY (location_id) REFERENCES public.locations(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_changes
    ADD CONSTRAINT inventory_changes_store_id_7aad0093_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_changes
    ADD CONSTRAINT inventory_changes_variant_id_d8ad4fb3_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalconnectionlocation
    ADD CONSTRAINT inventory_historical_history_user_id_094cbde1_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalbundlepart
    ADD CONSTRAINT inventory_historical_history_user_id_09ab1edb_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalreservation
    ADD CONSTRAINT inventory_historical_history_user_id_219d339a_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicallocation
    ADD CONSTRAINT inventory_historical_history_user_id_26782ddc_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalpricerule
    ADD CONSTRAINT inventory_historical_history_user_id_28a5485d_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalstorestockrule
    ADD CONSTRAINT inventory_historical_history_user_id_2e190159_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalfieldowner
    ADD CONSTRAINT inventory_historical_history_user_id_2ec10782_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalproducttranslation
    ADD CONSTRAINT inventory_historical_history_user_id_2f75d90d_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalagreement
    ADD CONSTRAINT inventory_historical_history_user_id_3df722c5_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalinventorysyncconfig
    ADD CONSTRAINT inventory_historical_history_user_id_5b2ee75a_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalcategorychoice
    ADD CONSTRAINT inventory_historical_history_user_id_5e8a2042_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalproduct
    ADD CONSTRAINT inventory_historical_history_user_id_61ecbda7_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalvariant
    ADD CONSTRAINT inventory_historical_history_user_id_63917602_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalattributechoice
    ADD CONSTRAINT inventory_historical_history_user_id_7b824c97_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalpricehold
    ADD CONSTRAINT inventory_historical_history_user_id_7bd04ecb_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalmarketplaceproducttranslation
    ADD CONSTRAINT inventory_historical_history_user_id_809dc4a7_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalmarketplaceproduct
    ADD CONSTRAINT inventory_historical_history_user_id_9b3f3034_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalpromotionhold
    ADD CONSTRAINT inventory_historical_history_user_id_aafbdf7c_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicalrefusedmatch
    ADD CONSTRAINT inventory_historical_history_user_id_e6a1c14b_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_historicaloffer
    ADD CONSTRAINT inventory_historicaloffer_history_user_id_d1eefb7a_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_sync_configs
    ADD CONSTRAINT inventory_sync_confi_connection_id_3b14ecef_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inventory_sync_configs
    ADD CONSTRAINT inventory_sync_configs_store_id_80371ca0_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_invited_by_id_d46285c5_fk_users_id FOREIGN KEY (invited_by_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_store_id_6e76291b_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_corrects_id_0dafd8bc_fk_invoices_id FOREIGN KEY (corrects_id) REFERENCES public.invoices(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_order_id_ebb2d34a_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_store_id_ae68eea7_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.joint_orders
    ADD CONSTRAINT joint_orders_joint_parcel_id_e7059661_fk_joint_parcels_id FOREIGN KEY (joint_parcel_id) REFERENCES public.joint_parcels(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.joint_orders
    ADD CONSTRAINT joint_orders_order_id_d932b880_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.joint_parcels
    ADD CONSTRAINT joint_parcels_store_id_fa64a2ec_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.key_deliveries
    ADD CONSTRAINT key_deliveries_order_id_82a71793_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.key_deliveries
    ADD CONSTRAINT key_deliveries_store_id_b1ddb47a_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.labels
    ADD CONSTRAINT labels_marketplace_order_id_a0aae438_fk_marketplace_orders_id FOREIGN KEY (marketplace_order_id) REFERENCES public.marketplace_orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.labels
    ADD CONSTRAINT labels_store_id_f86f42ed_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.license_keys
    ADD CONSTRAINT license_keys_delivery_id_67cd65dd_fk_key_deliveries_id FOREIGN KEY (delivery_id) REFERENCES public.key_deliveries(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.license_keys
    ADD CONSTRAINT license_keys_order_item_id_652eedb4_fk_order_items_id FOREIGN KEY (order_item_id) REFERENCES public.order_items(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.license_keys
    ADD CONSTRAINT license_keys_store_id_fcb70785_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.license_keys
    ADD CONSTRAINT license_keys_supplier_order_id_797d8578_fk_supplier_orders_id FOREIGN KEY (supplier_order_id) REFERENCES public.supplier_orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.license_keys
    ADD CONSTRAINT license_keys_variant_id_be117097_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listing_agreements
    ADD CONSTRAINT listing_agreements_listing_id_ee8fcc91_fk_marketpla FOREIGN KEY (listing_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.listing_agreements
    ADD CONSTRAINT listing_agreements_store_id_f5afee1d_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_store_id_a337fa60_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_connections
    ADD CONSTRAINT marketplace_connecti_marketplace_id_581f5984_fk_marketpla FOREIGN KEY (marketplace_id) REFERENCES public.marketplaces(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_connections
    ADD CONSTRAINT marketplace_connections_store_id_0fe6f36a_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_credentials
    ADD CONSTRAINT marketplace_credenti_connection_id_fbad5221_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_credentials
    ADD CONSTRAINT marketplace_credenti_marketplace_id_544f262f_fk_marketpla FOREIGN KEY (marketplace_id) REFERENCES public.marketplaces(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_listing_figures
    ADD CONSTRAINT marketplace_listing__connection_id_520cbcfd_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_listing_figures
    ADD CONSTRAINT marketplace_listing__listing_id_bb772e1b_fk_marketpla FOREIGN KEY (listing_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_listing_figures
    ADD CONSTRAINT marketplace_listing_figures_store_id_62f7629c_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_order_items
    ADD CONSTRAINT marketplace_order_it_marketplace_order_id_a24094d8_fk_marketpla FOREIGN KEY (marketplace_order_id) REFERENCES public.marketplace_orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_order_items
    ADD CONSTRAINT marketplace_order_it_marketplace_product__525b1706_fk_marketpla FOREIGN KEY (marketplace_product_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_order_items
    ADD CONSTRAINT marketplace_order_it_variant_id_2c20cd6a_fk_product_v FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_order_items
    ADD CONSTRAINT marketplace_order_items_product_id_db48628b_fk_products_id FOREIGN KEY (product_id) REFERENCES public.products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_orders
    ADD CONSTRAINT marketplace_orders_connection_id_2588f3d0_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_orders
    ADD CONSTRAINT marketplace_orders_marketplace_id_96c85ea8_fk_marketplaces_id FOREIGN KEY (marketplace_id) REFERENCES public.marketplaces(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_orders
    ADD CONSTRAINT marketplace_orders_order_id_ef891ef6_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_orders
    ADD CONSTRAINT marketplace_orders_store_id_1a5024ca_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_product_translations
    ADD CONSTRAINT marketplace_product__listing_id_317d2ab2_fk_marketpla FOREIGN KEY (listing_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_products
    ADD CONSTRAINT marketplace_products_connection_id_104d1c21_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_products
    ADD CONSTRAINT marketplace_products_marketplace_id_0b47ec5c_fk_marketplaces_id FOREIGN KEY (marketplace_id) REFERENCES public.marketplaces(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_products
    ADD CONSTRAINT marketplace_products_product_id_fadf5d74_fk_products_id FOREIGN KEY (product_id) REFERENCES public.products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_products
    ADD CONSTRAINT marketplace_products_store_id_7a06e004_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_products
    ADD CONSTRAINT marketplace_products_variant_id_cd8c1eb0_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_sync_logs
    ADD CONSTRAINT marketplace_sync_log_connection_id_d33b516a_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_sync_logs
    ADD CONSTRAINT marketplace_sync_log_marketplace_id_42a84f65_fk_marketpla FOREIGN KEY (marketplace_id) REFERENCES public.marketplaces(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_sync_logs
    ADD CONSTRAINT marketplace_sync_logs_started_by_id_60264f94_fk_users_id FOREIGN KEY (started_by_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_sync_logs
    ADD CONSTRAINT marketplace_sync_logs_store_id_0b935368_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_webhooks
    ADD CONSTRAINT marketplace_webhooks_connection_id_68712f72_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplace_webhooks
    ADD CONSTRAINT marketplace_webhooks_store_id_27f22fa6_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplaces_historicalconnection
    ADD CONSTRAINT marketplaces_histori_history_user_id_1c92cdc1_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplaces_historicalmarketplace
    ADD CONSTRAINT marketplaces_histori_history_user_id_288c96c1_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplaces_historicaloutboundchange
    ADD CONSTRAINT marketplaces_histori_history_user_id_719417db_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.marketplaces_historicalmarketplacecredential
    ADD CONSTRAINT marketplaces_histori_history_user_id_be039112_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_store_id_b67fc86a_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_user_id_5a99f855_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.needs_you
    ADD CONSTRAINT needs_you_assigned_to_id_d335f1c5_fk_users_id FOREIGN KEY (assigned_to_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.needs_you
    ADD CONSTRAINT needs_you_store_id_a8c3d1e0_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notification_choices
    ADD CONSTRAINT notification_choices_member_id_8180d36a_fk_memberships_id FOREIGN KEY (member_id) REFERENCES public.memberships(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notification_choices
    ADD CONSTRAINT notification_choices_store_id_985f15bd_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notification_hours
    ADD CONSTRAINT notification_hours_member_id_34ec65d4_fk_memberships_id FOREIGN KEY (member_id) REFERENCES public.memberships(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notification_hours
    ADD CONSTRAINT notification_hours_store_id_9805efcd_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_member_id_2593bfc1_fk_memberships_id FOREIGN KEY (member_id) REFERENCES public.memberships(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_store_id_d912643d_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_connection_id_a6371034_fk_marketplace_connections_id FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_listing_id_642bb25a_fk_marketplace_products_id FOREIGN KEY (listing_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_store_id_c057dc53_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_variant_id_4146327b_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_items
    ADD CONSTRAINT order_items_listing_id_87d35841_fk_marketplace_products_id FOREIGN KEY (listing_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_items
    ADD CONSTRAINT order_items_marketplace_order_id_358aa9cf_fk_marketpla FOREIGN KEY (marketplace_order_id) REFERENCES public.marketplace_orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_items
    ADD CONSTRAINT order_items_order_id_412ad78b_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_items
    ADD CONSTRAINT order_items_product_id_dd557d5a_fk_products_id FOREIGN KEY (product_id) REFERENCES public.products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_items
    ADD CONSTRAINT order_items_variant_id_c29d5590_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_refund_lines
    ADD CONSTRAINT order_refund_lines_order_item_id_6f68a422_fk_order_items_id FOREIGN KEY (order_item_id) REFERENCES public.order_items(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_refund_lines
    ADD CONSTRAINT order_refund_lines_order_refund_id_455d4022_fk_order_refunds_id FOREIGN KEY (order_refund_id) REFERENCES public.order_refunds(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_connection_id_0b2c627a_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_marketplace_order_id_7b84cb58_fk_marketpla FOREIGN KEY (marketplace_order_id) REFERENCES public.marketplace_orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_order_id_e3477a88_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_store_id_ede9210a_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_return_lines
    ADD CONSTRAINT order_return_lines_order_item_id_9a10b756_fk_order_items_id FOREIGN KEY (order_item_id) REFERENCES public.order_items(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_return_lines
    ADD CONSTRAINT order_return_lines_order_return_id_ceb4d5d1_fk_order_returns_id FOREIGN KEY (order_return_id) REFERENCES public.order_returns(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_returns
    ADD CONSTRAINT order_returns_connection_id_7abad665_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_returns
    ADD CONSTRAINT order_returns_marketplace_order_id_0bbff458_fk_marketpla FOREIGN KEY (marketplace_order_id) REFERENCES public.marketplace_orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_returns
    ADD CONSTRAINT order_returns_order_id_b030821a_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_returns
    ADD CONSTRAINT order_returns_store_id_5e94c7cf_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.order_status_history
    ADD CONSTRAINT order_status_history_order_id_d33fdfde_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_connection_id_36784496_fk_marketplace_connections_id FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_customer_id_b7016332_fk_customers_id FOREIGN KEY (customer_id) REFERENCES public.customers(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalcustomer
    ADD CONSTRAINT orders_historicalcustomer_history_user_id_e9221a33_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalfeerule
    ADD CONSTRAINT orders_historicalfeerule_history_user_id_b80a5bf1_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalmarketplaceorderitem
    ADD CONSTRAINT orders_historicalmar_history_user_id_56813e8d_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalmarketplaceorder
    ADD CONSTRAINT orders_historicalmar_history_user_id_9bda84b4_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalorderrefundline
    ADD CONSTRAINT orders_historicalord_history_user_id_20c4887f_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalorderreturn
    ADD CONSTRAINT orders_historicalord_history_user_id_33b34775_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalorderrefund
    ADD CONSTRAINT orders_historicalord_history_user_id_6d5f47f5_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalorderreturnline
    ADD CONSTRAINT orders_historicalord_history_user_id_aeea0e19_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalorder
    ADD CONSTRAINT orders_historicalorder_history_user_id_30fb2c8b_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalorderitem
    ADD CONSTRAINT orders_historicalorderitem_history_user_id_da611891_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalsavedview
    ADD CONSTRAINT orders_historicalsavedview_history_user_id_6d029c4f_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders_historicalseller
    ADD CONSTRAINT orders_historicalseller_history_user_id_512d6026_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_store_id_04cf6eb1_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.outbound_changes
    ADD CONSTRAINT outbound_changes_connection_id_c6e7c7fb_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.outbound_changes
    ADD CONSTRAINT outbound_changes_store_id_b622cbf1_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.outgoing_mails
    ADD CONSTRAINT outgoing_mails_member_id_46143991_fk_memberships_id FOREIGN KEY (member_id) REFERENCES public.memberships(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.outgoing_mails
    ADD CONSTRAINT outgoing_mails_store_id_5175d5d4_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.price_holds
    ADD CONSTRAINT price_holds_connection_id_3b6a1353_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.price_holds
    ADD CONSTRAINT price_holds_listing_id_d7e6f9de_fk_marketplace_products_id FOREIGN KEY (listing_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.price_holds
    ADD CONSTRAINT price_holds_store_id_6c402d28_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_connection_id_2c5f16b0_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_store_id_56886bd0_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.price_rules
    ADD CONSTRAINT price_rules_supplier_id_2666d608_fk_marketplace_connections_id FOREIGN KEY (supplier_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.product_translations
    ADD CONSTRAINT product_translations_product_id_a47ad085_fk_products_id FOREIGN KEY (product_id) REFERENCES public.products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.product_translations
    ADD CONSTRAINT product_translations_store_id_8f35687c_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.product_variants
    ADD CONSTRAINT product_variants_product_id_019d9f04_fk_products_id FOREIGN KEY (product_id) REFERENCES public.products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.product_variants
    ADD CONSTRAINT product_variants_store_id_f7ca6799_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_store_id_5412147b_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.promotion_holds
    ADD CONSTRAINT promotion_holds_connection_id_e8c1c9c1_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.promotion_holds
    ADD CONSTRAINT promotion_holds_store_id_69abb849_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.promotion_holds
    ADD CONSTRAINT promotion_holds_variant_id_7cc16b2a_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT publications_connection_id_5cdc7c44_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT publications_store_id_e7f5d0a0_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.received_orders
    ADD CONSTRAINT received_orders_connection_id_057e8b09_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.received_orders
    ADD CONSTRAINT received_orders_order_id_6c846890_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_user_id_5a11d37e_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.refused_matches
    ADD CONSTRAINT refused_matches_listing_id_d17204af_fk_marketplace_products_id FOREIGN KEY (listing_id) REFERENCES public.marketplace_products(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.refused_matches
    ADD CONSTRAINT refused_matches_store_id_e8b89062_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.refused_matches
    ADD CONSTRAINT refused_matches_variant_id_6d249a14_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_location_id_17fb8cb7_fk_locations_id FOREIGN KEY (location_id) REFERENCES public.locations(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_store_id_b3451e67_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reservations
    ADD CONSTRAINT reservations_variant_id_aaaa1a76_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.saved_views
    ADD CONSTRAINT saved_views_owner_id_2d0f6388_fk_users_id FOREIGN KEY (owner_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.saved_views
    ADD CONSTRAINT saved_views_store_id_eeb3f0d9_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scheduled_jobs
    ADD CONSTRAINT scheduled_jobs_connection_id_09a65c9b_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.scheduled_jobs
    ADD CONSTRAINT scheduled_jobs_store_id_6a03d85a_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.second_steps
    ADD CONSTRAINT second_steps_user_id_fadb8a82_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sellers
    ADD CONSTRAINT sellers_store_id_2bf74d2b_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_05e26f4a_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shipment_items
    ADD CONSTRAINT shipment_items_order_item_id_cd95bfe0_fk_order_items_id FOREIGN KEY (order_item_id) REFERENCES public.order_items(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shipment_items
    ADD CONSTRAINT shipment_items_shipment_id_93483734_fk_shipments_id FOREIGN KEY (shipment_id) REFERENCES public.shipments(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shipments
    ADD CONSTRAINT shipments_marketplace_order_id_e54e3bdf_fk_marketpla FOREIGN KEY (marketplace_order_id) REFERENCES public.marketplace_orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shipments
    ADD CONSTRAINT shipments_order_id_cd5ec97c_fk_orders_id FOREIGN KEY (order_id) REFERENCES public.orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shipments
    ADD CONSTRAINT shipments_shipped_by_id_1f65c447_fk_users_id FOREIGN KEY (shipped_by_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shipments
    ADD CONSTRAINT shipments_store_id_65cb715e_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.shipments
    ADD CONSTRAINT shipments_supply_id_61b5661f_fk_supplies_id FOREIGN KEY (supply_id) REFERENCES public.supplies(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock_files
    ADD CONSTRAINT stock_files_connection_id_d964e589_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock_files
    ADD CONSTRAINT stock_files_store_id_b90eafb6_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_location_id_379d2e5d_fk_locations_id FOREIGN KEY (location_id) REFERENCES public.locations(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_store_id_65d66831_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_variant_id_84599170_fk_product_variants_id FOREIGN KEY (variant_id) REFERENCES public.product_variants(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.store_stock_rules
    ADD CONSTRAINT store_stock_rules_store_id_56e18d83_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplied_orders
    ADD CONSTRAINT supplied_orders_marketplace_order_id_9f21a9dc_fk_marketpla FOREIGN KEY (marketplace_order_id) REFERENCES public.marketplace_orders(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplied_orders
    ADD CONSTRAINT supplied_orders_supply_id_2f9eeae9_fk_supplies_id FOREIGN KEY (supply_id) REFERENCES public.supplies(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplier_balances
    ADD CONSTRAINT supplier_balances_connection_id_1164bd4d_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplier_balances
    ADD CONSTRAINT supplier_balances_store_id_34fd22a2_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplier_orders
    ADD CONSTRAINT supplier_orders_connection_id_d00438ef_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplier_orders
    ADD CONSTRAINT supplier_orders_order_item_id_8f9fcccf_fk_order_items_id FOREIGN KEY (order_item_id) REFERENCES public.order_items(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplier_orders
    ADD CONSTRAINT supplier_orders_store_id_919b2572_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplies
    ADD CONSTRAINT supplies_connection_id_28be6e0e_fk_marketplace_connections_id FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplies
    ADD CONSTRAINT supplies_handed_over_by_id_53d57758_fk_users_id FOREIGN KEY (handed_over_by_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplies
    ADD CONSTRAINT supplies_opened_by_id_58cd0bc9_fk_users_id FOREIGN KEY (opened_by_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supplies
    ADD CONSTRAINT supplies_store_id_118f8d1b_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sync_cursors
    ADD CONSTRAINT sync_cursors_connection_id_b0974c82_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sync_historicalcolumnmap
    ADD CONSTRAINT sync_historicalcolumnmap_history_user_id_a7e4d45e_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sync_historicalimportsource
    ADD CONSTRAINT sync_historicalimpor_history_user_id_ef19450d_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sync_historicalscheduledjob
    ADD CONSTRAINT sync_historicalsched_history_user_id_5218f07c_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sync_historicalstockfile
    ADD CONSTRAINT sync_historicalstockfile_history_user_id_d8a553bb_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sync_historicalwebhookendpoint
    ADD CONSTRAINT sync_historicalwebho_history_user_id_6cca43dd_fk_users_id FOREIGN KEY (history_user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.sync_log_items
    ADD CONSTRAINT sync_log_items_sync_log_id_829c7129_fk_marketplace_sync_logs_id FOREIGN KEY (sync_log_id) REFERENCES public.marketplace_sync_logs(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.unit_marks
    ADD CONSTRAINT unit_marks_entered_by_id_b8d9f106_fk_users_id FOREIGN KEY (entered_by_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.unit_marks
    ADD CONSTRAINT unit_marks_order_item_id_129f2978_fk_order_items_id FOREIGN KEY (order_item_id) REFERENCES public.order_items(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.unit_marks
    ADD CONSTRAINT unit_marks_store_id_e8a1bcd5_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.users_groups
    ADD CONSTRAINT users_groups_group_id_2f3517aa_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.users_groups
    ADD CONSTRAINT users_groups_user_id_f500bee5_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_last_store_id_4570463b_fk_stores_id FOREIGN KEY (last_store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.users_user_permissions
    ADD CONSTRAINT users_user_permissio_permission_id_6d08dcd2_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.users_user_permissions
    ADD CONSTRAINT users_user_permissions_user_id_92473840_fk_users_id FOREIGN KEY (user_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhook_asked_keys
    ADD CONSTRAINT webhook_asked_keys_connection_id_f7968ab3_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_endpoint_id_8d287091_fk_webhook_endpoints_id FOREIGN KEY (endpoint_id) REFERENCES public.webhook_endpoints(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_store_id_55d3ef30_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_store_id_30111c1a_fk_stores_id FOREIGN KEY (store_id) REFERENCES public.stores(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.webhook_tallies
    ADD CONSTRAINT webhook_tallies_connection_id_a1b95a57_fk_marketpla FOREIGN KEY (connection_id) REFERENCES public.marketplace_connections(id) DEFERRABLE INITIALLY DEFERRED;
