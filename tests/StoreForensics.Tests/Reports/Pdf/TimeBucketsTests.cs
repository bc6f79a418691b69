using StoreForensics.Primitives;
using StoreForensics.Reports.Documents.Content;

namespace StoreForensics.Tests.Reports.Pdf;

public sealed class TimeBucketsTests
{
    private static readonly CaseFormat s_utc = new(TimeZoneInfo.Utc);

    [TestCase("2015-03-12T10:00:00Z", "2015-03-12T10:00:00Z", false, 1, "1 second", "10:00:00")]
    [TestCase("2015-03-12T10:00:00Z", "2015-03-12T10:00:01Z", false, 2, "1 second", "10:00:00")]
    [TestCase("2015-03-12T10:00:00Z", "2015-03-12T13:00:00Z", false, 37, "5 minutes", "03-12 10:00")]
    [TestCase("2015-03-12T10:00:00Z", "2015-03-12T13:00:00Z", true, 1, "1 day", "2015-03-12")]
    [TestCase("2015-03-12T10:00:00Z", "2015-05-01T00:00:00Z", true, 51, "1 day", "2015-03-12")]
    [TestCase("2013-03-12T10:00:00Z", "2018-05-01T00:00:00Z", true, 63, "1 month", "2013-03")]
    [TestCase("1920-03-12T10:00:00Z", "2019-05-01T00:00:00Z", true, 50, "2 years", "1920")]
    [TestCase("0001-01-02T00:00:00Z", "9999-12-31T00:00:00Z", true, 50, "200 years", "0000")]
    public void Spans(string from, string to, bool wholeDays, int count, string step, string firstLabel)
    {
        long start = Timestamp.TryParse(from)!.Value.Seconds, end = Timestamp.TryParse(to)!.Value.Seconds;
        var buckets = new TimeBuckets(start, end, wholeDays);
        Assert.That((buckets.Count, buckets.Step, buckets.Label(0, s_utc)), Is.EqualTo((count, step, firstLabel)));
        Assert.That((buckets.IndexOf(start), buckets.IndexOf(end)), Is.EqualTo((0, count - 1)));
    }

    [Test]
    public void Never_more_than_fit([Values(0L, 59, 5000, 90_000, 400_000, 40_000_000, 4_000_000_000, 400_000_000_000, long.MaxValue)] long length,
        [Values] bool wholeDays) =>
        Assert.That(new TimeBuckets(-1000, length, wholeDays).Count, Is.InRange(1, TimeBuckets.Most));

    [Test]
    public void What_lies_outside_goes_to_the_ends()
    {
        var buckets = new TimeBuckets(0, 10, wholeDays: false);
        Assert.That((buckets.IndexOf(-5), buckets.IndexOf(long.MaxValue)), Is.EqualTo((0, buckets.Count - 1)));
    }
}
