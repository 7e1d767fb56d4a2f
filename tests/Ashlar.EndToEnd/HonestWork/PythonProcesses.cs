using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.HonestWork;

/// <summary>Python projects that use several processes and local sockets.</summary>
public sealed class PythonProcesses
{
    private const string Shop = """
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor


        def double(number):
            return 2 * number


        def doubled(numbers, method="forkserver"):
            context = multiprocessing.get_context(method)
            with ProcessPoolExecutor(2, mp_context=context) as pool:
                return list(pool.map(double, numbers))

        """;

    private const string Tests = """
        import asyncio
        import multiprocessing
        import os
        import socket
        import tempfile
        import unittest

        from shop import double, doubled


        class Processes(unittest.TestCase):
            def test_pools_of_each_kind(self):
                for method in ("fork", "forkserver", "spawn"):
                    self.assertEqual(doubled([1, 2, 3], method), [2, 4, 6])

            def test_a_manager(self):
                with multiprocessing.Manager() as manager:
                    self.assertEqual(list(manager.list([1, 2])), [1, 2])

            def test_queues_and_locks(self):
                queue = multiprocessing.Queue()
                with multiprocessing.Lock():
                    queue.put(double(4))
                self.assertEqual(queue.get(timeout=30), 8)

            def test_a_server_on_a_local_socket(self):
                async def talk():
                    async def answer(reader, writer):
                        writer.write(await reader.readline())
                        await writer.drain()
                        writer.close()

                    with tempfile.TemporaryDirectory() as folder:
                        path = os.path.join(folder, "s")
                        async with await asyncio.start_unix_server(answer, path):
                            reader, writer = await asyncio.open_unix_connection(path)
                            writer.write(b"hello\n")
                            said = await reader.readline()
                            writer.close()
                            return said

                self.assertEqual(asyncio.run(talk()), b"hello\n")

            def test_socket_pairs(self):
                one, other = socket.socketpair()
                one.sendall(b"x")
                self.assertEqual(other.recv(1), b"x")
                one.close()
                other.close()

        """;

    [Fact]
    public async Task Pools_managers_and_local_sockets_work_in_gates_and_in_commands()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Add `tripled` to shop.py, which triples each number in a process of its own\n"),
            (".gitignore", "__pycache__/\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: python3 -m unittest -q, results: unittest}\n"),
            ("shop.py", Shop),
            ("test_shop.py", Tests)
        );
        const string More = """

            def triple(number):
                return 3 * number


            def tripled(numbers):
                with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("forkserver")) as pool:
                    return list(pool.map(triple, numbers))

            """;
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("python3 -m unittest -q 2>&1 | tail -n 3"),
                Say.Bash($"cat >> shop.py <<'END'\n{More}END"),
                Say.Write(
                    "test_tripled.py",
                    "import unittest\n\nfrom shop import tripled\n\n\nclass Tripled(unittest.TestCase):\n"
                        + "    def test_each_number_is_tripled(self):\n        self.assertEqual(tripled([1, 2]), [3, 6])\n"
                ),
                Say.Report(["test_tripled.py"], ["shop.py"], passing: 6)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("OK", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal(["red-green"], project.Trailers("work", "Ashlar-Proof").Where(proof => proof.Length > 0));
    }

    [Theory]
    [InlineData("python3 -u -m http.server 8765", "http://127.0.0.1:8765/note.txt")]
    [InlineData(
        "python3 -u -c 'import socket,os; s=socket.socket(socket.AF_UNIX); s.bind(os.environ[\"TMPDIR\"]+\"/s\"); s.listen(); "
            + "print(\"Serving\", flush=True); c,_=s.accept(); c.sendall(b\"kept by the server\"); c.close()'",
        "socket"
    )]
    public async Task A_server_started_in_one_call_answers_the_next(string start, string address)
    {
        using var project = Project
            .TwoTasks(("note.txt", "kept by the server\n"))
            .Write("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n")
            .Commit("One task");
        var ask =
            address == "socket"
                ? "import socket,os; s=socket.socket(socket.AF_UNIX); s.connect(os.environ[\"TMPDIR\"]+\"/s\"); print(s.recv(99).decode())"
                : $"import urllib.request; print(urllib.request.urlopen(\"{address}\").read().decode())";
        await using var server = await Script
            .Of(
                "1",
                Ashlar.Testing.ScriptedAnswer.Call("Bash", new { command = start, run_in_background = true }),
                Say.Bash(
                    $"for i in $(seq 300); do python3 -c '{ask}' 2>/dev/null && exit 0; read -t 0.1 < <(sleep 1); done; python3 -c '{ask}'"
                ),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("kept by the server", server.Requests[2].LastResultText, StringComparison.Ordinal);
    }
}
