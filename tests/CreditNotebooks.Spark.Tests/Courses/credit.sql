CREATE OR REPLACE TEMP VIEW raw USING csv OPTIONS (path '${DATA}/credit-sample.csv', header 'true');
SELECT count(*), count(DISTINCT Customer_ID), count(DISTINCT Month) FROM raw;
SELECT * FROM raw ORDER BY ID LIMIT 5 /* ordered */;
SELECT Age, count(*) AS n FROM raw WHERE Age LIKE '%\_%' ESCAPE '\\' OR TRY_CAST(Age AS INT) NOT BETWEEN 14 AND 100 GROUP BY Age ORDER BY n DESC, Age;
SELECT Occupation, count(*) AS n FROM raw GROUP BY Occupation ORDER BY n DESC, Occupation /* ordered */;
SELECT Credit_Mix, Payment_of_Min_Amount, Payment_Behaviour, count(*) AS n FROM raw GROUP BY ALL ORDER BY ALL /* ordered */;
SELECT count(*) FILTER (WHERE Monthly_Inhand_Salary IS NULL) AS salary, count(*) FILTER (WHERE Name IS NULL) AS name, count(*) FILTER (WHERE Type_of_Loan IS NULL) AS loans FROM raw;
CREATE OR REPLACE TEMP VIEW typed AS
  SELECT ID, Customer_ID, Month,
    CASE Month WHEN 'January' THEN 1 WHEN 'February' THEN 2 WHEN 'March' THEN 3 WHEN 'April' THEN 4 WHEN 'May' THEN 5 WHEN 'June' THEN 6 WHEN 'July' THEN 7 ELSE 8 END AS month_number,
    CASE WHEN TRY_CAST(replace(Age, '_', '') AS INT) BETWEEN 14 AND 100 THEN CAST(replace(Age, '_', '') AS INT) END AS age,
    nullif(Occupation, '_______') AS occupation,
    TRY_CAST(replace(Annual_Income, '_', '') AS DOUBLE) AS annual_income,
    TRY_CAST(Monthly_Inhand_Salary AS DOUBLE) AS salary,
    TRY_CAST(replace(Num_of_Delayed_Payment, '_', '') AS INT) AS delayed_payments,
    TRY_CAST(replace(Outstanding_Debt, '_', '') AS DECIMAL(12, 2)) AS debt,
    TRY_CAST(Credit_Utilization_Ratio AS DOUBLE) AS utilization,
    nullif(Credit_Mix, '_') AS credit_mix,
    nullif(Credit_History_Age, 'NA') AS history,
    Credit_Score AS score
  FROM raw;
DESCRIBE typed;
SELECT count(*), count(age), count(occupation), count(salary), count(delayed_payments), count(debt), count(credit_mix), count(history) FROM typed;
SELECT score, count(*) AS months, round(avg(age), 2) AS age, round(avg(annual_income)) AS income, sum(delayed_payments) AS delays, max(debt) AS debt FROM typed GROUP BY score ORDER BY score /* ordered */;
SELECT month_number, score, count(*) AS n FROM typed GROUP BY month_number, score ORDER BY 1, 2 /* ordered */;
SELECT occupation, avg(debt) AS debt, sum(debt) AS total FROM typed WHERE occupation IS NOT NULL GROUP BY occupation HAVING count(*) > 20 ORDER BY debt DESC /* ordered */;
SELECT Customer_ID, month_number, age, coalesce(age, max(age) OVER (PARTITION BY Customer_ID)) AS filled FROM typed ORDER BY Customer_ID, month_number LIMIT 40 /* ordered */;
SELECT Customer_ID, month_number, salary, last(salary, true) OVER (PARTITION BY Customer_ID ORDER BY month_number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS known FROM typed ORDER BY 1, 2 LIMIT 40 /* ordered */;
SELECT Customer_ID, delayed_payments, rank() OVER (ORDER BY delayed_payments DESC NULLS LAST) AS place FROM typed WHERE month_number = 8 AND delayed_payments < 100 ORDER BY place, Customer_ID LIMIT 15 /* ordered */;
SELECT * FROM (SELECT month_number, score, debt FROM typed) PIVOT (count(*) FOR score IN ('Good', 'Standard', 'Poor')) ORDER BY month_number;
SELECT * FROM (SELECT month_number, score, debt FROM typed) PIVOT (avg(debt) AS mean, max(debt) AS most FOR score IN ('Good' AS good, 'Poor' AS poor)) ORDER BY month_number;
SELECT score, credit_mix, grouping_id() AS level, count(*) AS n FROM typed GROUP BY CUBE (score, credit_mix) ORDER BY level, score, credit_mix /* ordered */;
SELECT a.score, count(*) AS n FROM typed a JOIN (SELECT Customer_ID, max(month_number) AS month_number FROM typed GROUP BY Customer_ID) b USING (Customer_ID, month_number) GROUP BY a.score ORDER BY n DESC /* ordered */;
SELECT Customer_ID FROM typed t WHERE month_number = 1 AND score = 'Poor' AND EXISTS (SELECT 1 FROM typed u WHERE u.Customer_ID = t.Customer_ID AND u.month_number = 8 AND u.score = 'Good') ORDER BY 1 /* ordered */;
SELECT score, min(utilization), max(utilization), stddev(utilization), corr(utilization, delayed_payments) FROM typed GROUP BY score ORDER BY score /* ordered */;
SELECT CAST(split(history, ' ')[0] AS INT) * 12 + CAST(split(history, ' ')[3] AS INT) AS months, count(*) AS n FROM typed WHERE history IS NOT NULL GROUP BY 1 ORDER BY n DESC, months LIMIT 10 /* ordered */;
SELECT score, percentile(annual_income, 0.5) AS median, percentile_approx(annual_income, array(0.25, 0.75)) AS quartiles FROM typed WHERE annual_income < 500000 GROUP BY score ORDER BY score /* ordered */;
SELECT loan, count(*) AS n FROM raw LATERAL VIEW explode(split(replace(Type_of_Loan, 'and ', ''), ', ')) AS loan GROUP BY loan ORDER BY n DESC, loan /* ordered */;
SELECT Nme FROM raw;
SELECT CAST(Age AS INT) FROM raw;
