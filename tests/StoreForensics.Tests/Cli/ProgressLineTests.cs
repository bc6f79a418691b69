extern alias cli;

using cli::StoreForensics.Cli.Output;

namespace StoreForensics.Tests.Cli;

public sealed class ProgressLineTests
{
    [TestCase("", 40_000_000, 100_000_000L, 2.0, "reading 40 %, 20 MB/s, 3 s left")]
    [TestCase("events", 500, 1000L, 1.0, "reading 50 %, 500 events/s, 1 s left")]
    [TestCase("", 1_000_000, 600_000_000L, 1.0, "reading 0 %, 1 MB/s, 10 min left")]
    [TestCase("", 1_000_000, 36_000_000_000L, 1.0, "reading 0 %, 1 MB/s, 10.0 h left")]
    [TestCase("", 0, 100L, 5.0, "reading 0 %, 0 MB/s", Description = "nothing done says nothing of the rest")]
    [TestCase("", 50, 100L, 0.1, "reading 50 %, 0 MB/s", Description = "nor does the first moment")]
    [TestCase("events", 1200, 1000L, 1.0, "reading 100 %, 1200 events/s, 0 s left", Description = "an estimate that was passed")]
    [TestCase("names", 3000, null, 2.0, "reading: 3000 names, 1500/s")]
    [TestCase("", 3000, null, 2.0, "reading: 3000, 1500/s")]
    public void Says_how_far_how_fast_and_how_long_yet(string unit, long done, long? total, double seconds, string text) =>
        Assert.That(ProgressLine.Text("reading", unit, done, total, seconds), Is.EqualTo(text));
}
