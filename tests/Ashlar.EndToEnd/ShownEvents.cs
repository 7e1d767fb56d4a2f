using Ashlar.Cli.Rendering;
using Ashlar.Core.Journal;
using Xunit;

namespace Ashlar.EndToEnd;

public sealed class ShownEvents
{
    [Fact]
    public void Every_kind_of_event_has_words_and_a_place_on_the_console_or_is_left_out_by_name()
    {
        var all = typeof(IEvent).Assembly.GetTypes().Where(type => type.IsClass && typeof(IEvent).IsAssignableFrom(type)).ToList();

        Assert.Equal([], all.Except(EntryText.Words.Kinds));
        Assert.Equal([], all.Except(RunConsole.Shown.Kinds));
        Assert.Contains(typeof(Core.Runs.Records.TaskSkipped), all);
    }
}
