output "bucket" {
  description = "The bucket."
  value       = aws_s3_bucket.this.id
}

output "access_policy_arn" {
  description = "The policy to attach to the user or role that runs the notebooks."
  value       = aws_iam_policy.access.arn
}
