# What stands here is evaluated by a test, without a provider, and compared with the documents of 'credit s3 setup'.
locals {
  bucket_arn = "arn:${local.partition}:s3:::${var.bucket}"

  refuse_plain_http = {
    Sid       = "RefusePlainHttp"
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:*"
    Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }

  list_bucket = { for name, value in {
    Sid       = "ListBucket"
    Effect    = "Allow"
    Action    = "s3:ListBucket"
    Resource  = local.bucket_arn
    Condition = var.prefix == "" ? null : { StringLikeIfExists = { "s3:prefix" = "${var.prefix}*" } }
  } : name => value if value != null }

  read_and_write_objects = {
    Sid    = "ReadAndWriteObjects"
    Effect = "Allow"
    Action = [
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
    ]
    Resource = "${local.bucket_arn}/${var.prefix}*"
  }

  to_principal = { Principal = { AWS = var.principal_arn } }

  bucket_policy = {
    Version = "2012-10-17"
    Statement = [for statement in [
      local.refuse_plain_http,
      merge(local.list_bucket, local.to_principal),
      merge(local.read_and_write_objects, local.to_principal),
    ] : statement if statement.Effect == "Deny" || var.principal_arn != ""]
  }

  access_policy = {
    Version   = "2012-10-17"
    Statement = [local.list_bucket, local.read_and_write_objects]
  }
}
