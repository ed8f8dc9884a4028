SELECT 1/0 = 1 OR true AS x;
SELECT true OR 1/0 = 1 AS x;
SELECT 1/0 = 1 AND false AS x;
SELECT false AND 1/0 = 1 AS x;
SELECT id FROM range(3) WHERE 1/0 = 1 OR id >= 0;
SELECT id FROM range(3) WHERE 1/0 = 1 AND id < 0;
SELECT CAST(s AS INT) = 1 OR s = 'a' AS x FROM VALUES ('1'), ('2') t(s);
SELECT CAST(s AS INT) = 1 OR s = 'a' AS x FROM VALUES ('a') t(s);
SELECT s = 'a' OR CAST(s AS INT) = 1 AS x FROM VALUES ('a') t(s);
