variable "bucket" {
  description = "The bucket's name; names are unique in all of S3."
  type        = string
}

variable "principal_arn" {
  description = "The one user or role that the bucket itself lets in; empty to attach the policy of the output access_policy_arn instead."
  type        = string
  default     = ""

  validation {
    condition     = var.principal_arn == "" || can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:(user|role|assumed-role|federated-user)/[^*?]+$", var.principal_arn))
    error_message = "Write the ARN of one user or role, as arn:aws:iam::123456789012:user/NAME."
  }
}

variable "prefix" {
  description = "The folder that the principal is limited to, with a slash at its end, as credit/; empty for the whole bucket."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([^/*?$][^*?$]*/)?$", var.prefix))
    error_message = "Write a folder as credit/: with a slash at its end, without one at its start, and without *, ? and $."
  }
}

variable "days_for_unfinished_uploads" {
  description = "After how many days the parts of an upload that was never completed are removed."
  type        = number
  default     = 7

  validation {
    condition     = var.days_for_unfinished_uploads >= 1
    error_message = "A number of days from 1."
  }
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}
}
