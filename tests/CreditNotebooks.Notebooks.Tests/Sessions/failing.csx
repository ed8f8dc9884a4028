// A file whose lines are counted.

static void Fail() => throw new Exception("from the file");
Fail();
