namespace CreditNotebooks.Data;

/// <summary>The columns of the credit set in the order of the file; the names of the members are the names in the header.</summary>
internal enum CreditColumn
{
    ID, Customer_ID, Month, Name, Age, SSN, Occupation, Annual_Income, Monthly_Inhand_Salary, Num_Bank_Accounts, Num_Credit_Card,
    Interest_Rate, Num_of_Loan, Type_of_Loan, Delay_from_due_date, Num_of_Delayed_Payment, Changed_Credit_Limit, Num_Credit_Inquiries,
    Credit_Mix, Outstanding_Debt, Credit_Utilization_Ratio, Credit_History_Age, Payment_of_Min_Amount, Total_EMI_per_month,
    Amount_invested_monthly, Payment_Behaviour, Monthly_Balance, Credit_Score,
}
