"""Conversations with the kernel through Jupyter's own client: python3 conversations.py NAME KERNEL...

NAME is a function below; KERNEL is the command that runs the kernel, without the connection file.
Exit code 0 when the conversation went as it should, 1 with a traceback when it did not.
With "all" for a name each is held, and is one line: {"name": NAME, "failure": TRACEBACK or null}."""

import inspect
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

PATIENCE = 60
AT_ONCE = 3
COMMAND = []


class Session:
    """A kernel that has been started, and a client that talks to it."""

    def __init__(self):
        self.manager = KernelManager()
        self.manager._kernel_spec = KernelSpec(
            argv=[*COMMAND, "{connection_file}"], display_name="credit", language="C#", interrupt_mode="message")
        self.manager.start_kernel(stderr=subprocess.DEVNULL)
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        if self.manager.is_alive():
            self.manager.shutdown_kernel(now=True)

    @property
    def pid(self):
        return self.manager.provisioner.process.pid

    def run(self, code, **options):
        """The reply and what was shown: (message type, content) in order, without the states."""
        shown = []
        reply = self.client.execute_interactive(
            code, timeout=PATIENCE, output_hook=lambda m: shown.append((m["msg_type"], m["content"])), **options)
        return reply["content"], [(kind, content) for kind, content in shown if kind not in ("status", "execute_input")]

    def value(self, code):
        reply, shown = self.run(code)
        assert reply["status"] == "ok", reply
        return shown[-1][1]["data"]["text/plain"]

    def text(self, code, name="stdout", **options):
        reply, shown = self.run(code, **options)
        assert reply["status"] == "ok", reply
        return "".join(content["text"] for kind, content in shown if kind == "stream" and content["name"] == name)

    def dies(self, within):
        end = time.monotonic() + within
        while self.manager.is_alive():
            assert time.monotonic() < end, "the kernel lives on"
            time.sleep(0.02)


def a_cell_answers_with_its_value():
    with Session() as kernel:
        assert kernel.value("6 * 7") == "42"


def variables_stay_and_lines_come_in_order():
    with Session() as kernel:
        kernel.run("var x = 1;")
        reply, shown = kernel.run('Console.Write("a"); display(x); Console.WriteLine("b"); Console.Error.WriteLine("c"); x + 1')
        assert [kind for kind, _ in shown] == ["stream", "display_data", "stream", "stream", "execute_result"], shown
        assert shown[2][1] == {"name": "stdout", "text": "b\n"} and shown[3][1] == {"name": "stderr", "text": "c\n"}, shown


def a_display_is_updated_by_its_id():
    with Session() as kernel:
        _, shown = kernel.run('var d = display("old");')
        _, later = kernel.run('d.Update("new");')
        assert later[0][0] == "update_display_data", later
        assert later[0][1]["transient"]["display_id"] == shown[0][1]["transient"]["display_id"]
        assert later[0][1]["data"]["text/plain"] == "new"


def text_of_other_threads_belongs_to_the_cell_that_started_them():
    with Session() as kernel:
        assert kernel.text('var t = new Thread(() => Console.WriteLine("ünï 👋")); t.Start(); t.Join();') == "ünï 👋\n"
        assert kernel.text('var u = new Thread(() => Console.WriteLine("unflown")); u.UnsafeStart(); u.Join();') == "unflown\n"
        first = kernel.client.execute('_ = Task.Run(async () => { await Task.Delay(700); Console.WriteLine("late"); });')
        kernel.client.get_shell_msg(timeout=PATIENCE)
        kernel.client.execute("await Task.Delay(1500);")
        while True:
            message = kernel.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream":
                assert message["content"]["text"] == "late\n" and message["parent_header"]["msg_id"] == first, message
                return


def a_cell_reads_lines_and_a_hidden_password():
    with Session() as kernel:
        prompts = []

        def answer(message):
            prompts.append((message["content"]["prompt"], message["content"]["password"]))
            kernel.client.input("answer %d" % len(prompts))

        text = kernel.text(
            'Console.WriteLine(Console.ReadLine() + "|" + GetInput("Name: ") + "|" + GetPassword("Key: "));',
            allow_stdin=True, stdin_hook=answer)
        assert text == "answer 1|answer 2|[REDACTED]\n", text
        assert prompts == [("", False), ("Name: ", False), ("Key: ", True)], prompts


def two_threads_that_ask_are_both_answered():
    with Session() as kernel:
        code = 'string.Join("|", await Task.WhenAll(new[] { "a", "b" }.Select(p => Task.Run(() => p + GetInput(p)))))'
        shown = []
        kernel.client.execute_interactive(code, allow_stdin=True, timeout=PATIENCE, output_hook=lambda m: shown.append(m),
                                          stdin_hook=lambda m: kernel.client.input(m["content"]["prompt"]))
        assert [m["content"]["data"]["text/plain"] for m in shown if m["msg_type"] == "execute_result"] == ["aa|bb"], shown


def a_cell_that_asks_where_nobody_answers_fails():
    with Session() as kernel:
        reply, _ = kernel.run("Console.ReadLine()", allow_stdin=False)
        assert reply["status"] == "error" and "nobody can be asked" in reply["evalue"], reply


def interrupts(send):
    with Session() as kernel:
        kernel.run("var kept = 5;")
        for code in ("while (true) { }", "await Task.Delay(Timeout.Infinite);", "Thread.Sleep(Timeout.Infinite);",
                     "while (true) { try { while (true) { } } catch { } }"):
            kernel.client.execute(code)
            time.sleep(0.6)
            began = time.monotonic()
            send(kernel)
            reply = kernel.client.get_shell_msg(timeout=PATIENCE)
            assert reply["content"]["status"] == "error" and reply["content"]["ename"] == "Stopped", reply["content"]
            assert time.monotonic() - began < 10, code
        assert kernel.value("kept") == "5"


def the_stop_button_ends_loops_and_waits():
    interrupts(lambda kernel: kernel.manager.interrupt_kernel())


def a_signal_interrupts_as_the_stop_button_does():
    interrupts(lambda kernel: os.kill(kernel.pid, signal.SIGINT))


def a_hundred_queued_cells_run_in_their_order():
    with Session() as kernel:
        kernel.run("var seen = new List<int>();")
        for i in range(100):
            kernel.client.execute("seen.Add(%d);" % i)
        for _ in range(100):
            assert kernel.client.get_shell_msg(timeout=PATIENCE)["content"]["status"] == "ok"
        assert kernel.value("seen.SequenceEqual(Enumerable.Range(0, 100))") == "True"


def a_client_that_vanishes_in_the_middle_of_output_harms_nobody():
    with Session() as kernel:
        script = (
            "import sys, os\n"
            "from jupyter_client import BlockingKernelClient\n"
            "client = BlockingKernelClient(); client.load_connection_file(sys.argv[1]); client.start_channels(); client.wait_for_ready(timeout=60)\n"
            "client.execute('for (var i = 0; i < 200_000; i++) Console.WriteLine(new string((char)120, 200));')\n"
            "client.get_iopub_msg(timeout=60); client.get_iopub_msg(timeout=60); client.get_iopub_msg(timeout=60)\n"
            "os._exit(9)\n")
        assert subprocess.run([sys.executable, "-c", script, kernel.manager.connection_file]).returncode == 9
        assert kernel.value("1 + 1") == "2"


def an_exception_on_a_thread_of_its_own_is_shown_and_survived():
    with Session() as kernel:
        text = kernel.text('var t = new Thread(() => throw new Exception("on a thread")); t.Start(); t.Join(); await Task.Delay(200);', "stderr")
        assert "System.Exception: on a thread\n   at a lambda in cell 1, line 1" in text, text
        assert kernel.value("1 + 1") == "2"


def the_end_of_the_process_is_seen_at_once():
    with Session() as kernel:
        kernel.client.execute("Environment.Exit(3);")
        kernel.dies(within=15)


def a_stack_overflow_is_seen_at_once():
    with Session() as kernel:
        kernel.client.execute("int Deeper(int i) => Deeper(i + 1) + Deeper(i + 2); Deeper(0)")
        kernel.dies(within=30)


def a_thread_that_never_ends_does_not_keep_the_kernel():
    with Session() as kernel:
        kernel.run("new Thread(() => Thread.Sleep(Timeout.Infinite)).Start();")
        pid = kernel.pid
        kernel.client.shutdown()
        kernel.dies(within=15)
        assert not os.path.exists("/proc/%d" % pid) or not os.path.isdir("/proc")


def a_restart_begins_with_nothing():
    with Session() as kernel:
        kernel.run("var x = 1;")
        kernel.client.stop_channels()
        kernel.manager.restart_kernel(stderr=subprocess.DEVNULL)
        kernel.connect()
        reply, _ = kernel.run("x")
        assert reply["status"] == "error" and reply["ename"] == "CompilationError", reply
        assert reply["execution_count"] == 1


def other_requests_are_answered():
    with Session() as kernel:
        kernel.run("var x = 1;")
        assert kernel.client.history(hist_access_type="tail", n=1, reply=True, timeout=PATIENCE)["content"]["history"] == [[0, 1, "var x = 1;"]]
        kernel.client.is_complete("if (true) {")
        assert kernel.client.get_shell_msg(timeout=PATIENCE)["content"]["status"] == "incomplete"
        assert kernel.client.comm_info(reply=True, timeout=PATIENCE)["content"]["comms"] == {}
        reply, shown = kernel.run("x", user_expressions={"twice": "x * 2", "wrong": "y"})
        assert reply["user_expressions"]["twice"]["data"]["text/plain"] == "2", reply
        assert reply["user_expressions"]["wrong"]["status"] == "error", reply
        reply, shown = kernel.run("x", silent=True)
        assert shown == [] and reply["execution_count"] == 2, (reply, shown)


def starts_and_stops_leave_nothing_behind():
    for _ in range(int(os.environ.get("CREDIT_KERNEL_STARTS", "5"))):
        with Session() as kernel:
            pid, ports = kernel.pid, kernel.manager.ports
            kernel.client.shutdown()
            kernel.dies(within=15)
        assert subprocess.run(["kill", "-0", str(pid)], stderr=subprocess.DEVNULL).returncode != 0
        listening = subprocess.run(["cat", "/proc/net/tcp"], capture_output=True, text=True).stdout
        assert not any(":%04X 00000000:0000 0A" % port in listening for port in ports)


def begin(conversation, output):
    """In a process of its own, which has loaded Jupyter's client already."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
        conversation()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def hold(conversations):
    waiting, running = list(conversations), {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            name, conversation = waiting.pop(0)
            output = tempfile.TemporaryFile("w+", encoding="utf-8")
            running[begin(conversation, output)] = name, output
        child, status = os.wait()
        name, output = running.pop(child)
        with output:
            output.seek(0)
            print(json.dumps({"name": name, "failure": output.read() or "It ended without a word." if status else None}), flush=True)


if __name__ == "__main__":
    COMMAND = sys.argv[2:]
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored here, and the kernel would inherit that
    if sys.argv[1] == "all":
        hold([(name, f) for name, f in list(globals().items())
              if inspect.isfunction(f) and not inspect.signature(f).parameters])
    else:
        globals()[sys.argv[1]]()
