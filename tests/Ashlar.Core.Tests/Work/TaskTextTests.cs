using System.Text;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

public sealed class TaskTextTests
{
    [Fact]
    public void Ids_that_are_not_given_are_made_from_the_position()
    {
        var list = Lists.Read(
            """
            # TODO
            - [ ] First
            * [x] Second
            + [X]Third
              1. [~] inner
              2) [-] other
            - [✅] Marked its own way
            - [ ](https://example.org) a link
            - [^1] a footnote
            """
        );

        Assert.Equal(
            ["1 todo unit", "2 done unit", "3 done", "3.1 in_progress in 3 unit", "3.2 cancelled in 3 unit", "4 other unit"],
            Lists.Shape(list)
        );
        Assert.Equal("Third", list.Tasks[2].Title);
    }

    [Theory]
    [InlineData("```\n- [ ] 1.1 in a fence\n```\n- [ ] 1.2 real\n")]
    [InlineData("- [ ] 1.2 real\n~~~~\n```\n- [ ] 1.1 in a fence that is never closed\n")]
    [InlineData("<!--\n- [ ] 1.1 in a comment\n-->\n- [ ] 1.2 real\n")]
    [InlineData("\uFEFF- [ ] 1.2 real\r\n")]
    [InlineData("Text\r- [ ] 1.2 real\rMore\r\nText\n")]
    [InlineData("---\ntitle: x\n- [ ] 1.1 front matter\n---\n- [ ] 1.2 real")]
    public void What_is_no_text_of_the_list_is_left_out(string text) => Assert.Equal(["1.2 todo unit"], Lists.Shape(Lists.Read(text)));

    [Theory]
    [InlineData("SHA-256 hashing", null)]
    [InlineData("4 focused tests", null)]
    [InlineData("1.10 Title", "1.10")]
    [InlineData("3. Title", "3")]
    [InlineData("2) Title", "2")]
    [InlineData("**Task 1.1**: Title", "1.1")]
    [InlineData("Task 4: Title", "4")]
    [InlineData("[T007] Title", "T007")]
    [InlineData("T-006: Title", "T-006")]
    [InlineData("TASK-12 Title", "TASK-12")]
    [InlineData("1.1.2 创建", "1.1.2")]
    public void Ids_are_told_from_numbers_in_prose(string text, string? id)
    {
        var title = TaskTitle.Parse(" " + text, new HashSet<string>(StringComparer.Ordinal));

        Assert.Equal(id, title.Id);
        Assert.Equal(
            id is null ? text
                : text.EndsWith("创建", StringComparison.Ordinal) ? "创建"
                : "Title",
            title.Title
        );
    }

    [Fact]
    public void Letters_are_ids_where_a_file_uses_them_as_such()
    {
        var list = Lists.Read("- [ ] AUTH-1: Log in\n- [ ] AUTH-2: Log out (depends on AUTH-1)\n");

        Assert.Equal(["AUTH-1 todo unit", "AUTH-2 todo after AUTH-1 unit"], Lists.Shape(list));
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        var random = new Random(20_261);
        string[] parts =
        [
            "- [ ] ",
            "- [x]",
            "1.",
            "T001",
            " (depends on ",
            ")",
            "\n",
            "\r\n",
            "```",
            "**",
            "Task Group 1",
            "# ",
            "\t",
            "{",
            "}",
            "\"tasks\":",
            "[",
            "]",
            "é",
            "[✅]",
            "---\n",
            "<!--",
            "-->",
            "Dependencies:",
            "All prior",
        ];
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => parts[random.Next(parts.Length)]));
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > 0 && i % 3 == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(1, 256);
            }

            var reading = TaskListReader.Read(i % 2 == 0 ? "tasks.json" : "specs/001-x/tasks.md", bytes);
            Assert.True(reading.List is null != reading.Refusal is null);
        }
    }
}
