"""Debian's awscli, s3cmd and python3-boto3 against a server: clients.py CLIENT ENDPOINT FOLDER.

Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; the bucket "many" holds 2,500 keys beforehand. FOLDER is for files.
"""
import filecmp
import os
import subprocess
import sys
import tempfile
import traceback
import urllib.request

ENDPOINT, FOLDER = sys.argv[2], sys.argv[3]
ODD = "a b+c/ü?#&=%"
LONGEST = ("longest/" + "ü" * 508)
SIZES = {"empty": 0, "five": 5 << 20, "large": (300 if sys.argv[1] == "awscli" else 40) << 20}
assert len(LONGEST.encode()) == 1024


def path(name):
    return os.path.join(FOLDER, name)


def make_files():
    block = os.urandom(1 << 20)
    for name, size in SIZES.items():
        with open(path(name), "wb") as file:
            for start in range(0, size, len(block)):
                file.write(start.to_bytes(8, "big") + block[8:])
    os.makedirs(path("tree/deep"))
    for i in range(20):
        with open(path("tree/deep/%d.txt" % i), "w") as file:
            file.write("file %d" % i)


def run(*command, fails=False):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert (done.returncode != 0) == fails, "%s\n%s" % (" ".join(command), done.stdout)
    return done.stdout


def fork(main, *arguments, fails=False):
    """A command of a program that is loaded already, in a process of its own: most of its time would be the loading."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        child = os.fork()
        if child == 0:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            try:
                code = main(list(arguments))
            except BaseException:
                traceback.print_exc()
                code = 1
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        output.seek(0)
        text = output.read()
    assert (code != 0) == fails, "%s\n%s" % (" ".join(arguments), text)
    return text


def same(a, b):
    assert filecmp.cmp(path(a), path(b), shallow=False), "%s is not %s" % (b, a)


def fetch(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read()


def awscli():
    try:
        from awscli import clidriver
    except ImportError:
        clidriver = None  # the program brings a Python of its own

    def aws(*arguments, **settings):
        arguments = ("--endpoint-url", ENDPOINT, "--region", "us-east-1", *arguments)
        if clidriver is None:
            return run("/usr/bin/aws" if os.path.exists("/usr/bin/aws") else "aws", *arguments, **settings)
        return fork(lambda given: clidriver.create_clidriver().main(given), *arguments, **settings)

    aws("s3", "mb", "s3://awscli")
    for name in SIZES:
        aws("s3", "cp", "--no-progress", path(name), "s3://awscli/up/" + name)
        aws("s3", "cp", "--no-progress", "s3://awscli/up/" + name, path("down"))
        same(name, "down")
    aws("s3", "sync", path("tree"), "s3://awscli/tree")
    aws("s3", "sync", "s3://awscli/tree", path("back"))
    assert sorted(os.listdir(path("back/deep"))) == sorted(os.listdir(path("tree/deep")))
    assert aws("s3", "sync", path("tree"), "s3://awscli/tree") == "", "nothing changed, and something was copied"
    aws("s3", "mv", "s3://awscli/up/five", "s3://awscli/moved/" + ODD)
    assert ODD in aws("s3", "ls", "--recursive", "s3://awscli/moved/")
    aws("s3", "cp", "s3://awscli/moved/" + ODD, path("down"))
    same("five", "down")
    aws("s3api", "put-object", "--bucket", "awscli", "--key", LONGEST, "--body", path("empty"))
    assert aws("s3api", "head-object", "--bucket", "awscli", "--key", LONGEST, "--query", "ContentLength").strip() == "0"
    assert aws("s3", "ls", "s3://many/").count("\n") == 2500
    assert fetch(aws("s3", "presign", "s3://awscli/tree/deep/7.txt").strip()) == b"file 7"
    aws("s3api", "put-bucket-versioning", "--bucket", "awscli", "--versioning-configuration", "Status=Enabled")
    aws("s3api", "put-object", "--bucket", "awscli", "--key", "tree/deep/7.txt", "--body", path("empty"))
    versions = aws("s3api", "list-object-versions", "--bucket", "awscli", "--prefix", "tree/deep/7.txt", "--query", "Versions[].Size", "--output", "text")
    assert versions.split() == ["0", "6"], versions
    assert "NoSuchBucketPolicy" in aws("s3api", "get-bucket-policy", "--bucket", "awscli", fails=True)


def s3cmd():
    def cmd(*arguments, **settings):
        host = ENDPOINT.split("//")[1].rstrip("/")
        return run("s3cmd", "--config", "/dev/null", "--no-ssl", "--host", host, "--host-bucket", host, "--no-progress", "--region", "us-east-1",
                   "--access_key", os.environ["AWS_ACCESS_KEY_ID"], "--secret_key", os.environ["AWS_SECRET_ACCESS_KEY"], *arguments, **settings)

    cmd("mb", "s3://s3cmd")
    for name in SIZES:
        cmd("put", path(name), "s3://s3cmd/up/" + name)
        cmd("get", "--force", "s3://s3cmd/up/" + name, path("down"))
        same(name, "down")
    cmd("sync", path("tree") + "/", "s3://s3cmd/tree/")
    cmd("sync", "s3://s3cmd/tree/", path("back") + "/")
    assert sorted(os.listdir(path("back/deep"))) == sorted(os.listdir(path("tree/deep")))
    cmd("mv", "s3://s3cmd/up/five", "s3://s3cmd/moved/" + ODD)
    cmd("get", "--force", "s3://s3cmd/moved/" + ODD, path("down"))
    same("five", "down")
    cmd("cp", "s3://s3cmd/up/large", "s3://s3cmd/copied")
    assert cmd("ls", "s3://many/").count("\n") == 2500
    assert "Location" in cmd("info", "s3://s3cmd")
    cmd("rm", "--recursive", "--force", "s3://s3cmd")
    cmd("rb", "s3://s3cmd")


def boto3():
    import boto3 as sdk
    from botocore.client import Config
    from botocore.exceptions import ClientError

    s3 = sdk.client("s3", endpoint_url=ENDPOINT, region_name="us-east-1", config=Config(signature_version="s3v4", s3={"addressing_style": "path"}))

    def code(work, **settings):
        try:
            work(**settings)
        except ClientError as error:
            return error.response["Error"]["Code"]
        raise AssertionError("no error")

    s3.create_bucket(Bucket="boto3")
    for name in SIZES:
        s3.upload_file(path(name), "boto3", "up/" + name)
        s3.download_file("boto3", "up/" + name, path("down"))
        same(name, "down")
    for key in (ODD, LONGEST, "tab\tand\nnewline", "../../etc/passwd"):
        s3.put_object(Bucket="boto3", Key="odd/" + key if key != LONGEST else key, Body=key.encode(), Metadata={"a": "1"}, Tagging="a=b")
    for key in (ODD, "tab\tand\nnewline", "../../etc/passwd"):
        assert s3.get_object(Bucket="boto3", Key="odd/" + key)["Body"].read() == key.encode()
    listed = [item["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket="many", PaginationConfig={"PageSize": 999}) for item in page["Contents"]]
    assert len(set(listed)) == 2500 and listed == sorted(listed)
    assert {o["Key"] for o in s3.list_objects(Bucket="boto3", Prefix="odd/")["Contents"]} == {"odd/" + k for k in (ODD, "tab\tand\nnewline", "../../etc/passwd")}
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "boto3", "Key": "odd/" + ODD}, ExpiresIn=60)
    assert fetch(url) == ODD.encode()
    s3.put_bucket_versioning(Bucket="boto3", VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket="boto3", Key="v", Body=b"1")["VersionId"]
    s3.put_object(Bucket="boto3", Key="v", Body=b"2")
    s3.delete_object(Bucket="boto3", Key="v")
    assert code(s3.get_object, Bucket="boto3", Key="v") == "NoSuchKey"
    assert s3.get_object(Bucket="boto3", Key="v", VersionId=first)["Body"].read() == b"1"
    # Debian's boto3 is older than conditional writes: the header is added as its users do.
    s3.meta.events.register("before-sign.s3.PutObject", lambda request, **_: request.headers.add_header("If-None-Match", "*"))
    s3.put_object(Bucket="boto3", Key="once", Body=b"1")
    assert code(s3.put_object, Bucket="boto3", Key="once", Body=b"2") == "PreconditionFailed"
    assert code(s3.head_bucket, Bucket="missing") == "404"


make_files()
globals()[sys.argv[1]]()
