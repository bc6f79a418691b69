using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Primitives;

public sealed class TimestampTests
{
    private const long Min = -62135596800, Max = 253402300799;

    [TestCase("2013-04-11T14:13:15.57812-07:00", 1365714795, 578120000, -420)] // Docker 0.1.4: local zone, trailing zeros trimmed
    [TestCase("2013-12-17T14:48:17.530687093Z", 1387291697, 530687093, 0)]
    [TestCase("2013-12-17T14:48:17Z", 1387291697, 0, 0)]
    [TestCase("2013-12-17T14:48:17.5Z", 1387291697, 500000000, 0)]
    [TestCase("2013-12-17T14:48:17.000000001Z", 1387291697, 1, 0)]
    [TestCase("2013-12-17T14:48:17.1234567899Z", 1387291697, 123456789, 0)] // more than Go writes: cut, not rounded
    [TestCase("2013-12-17t14:48:17z", 1387291697, 0, 0)]
    [TestCase("2013-12-17 14:48:17+00:00", 1387291697, 0, 0)]
    [TestCase("2020-01-01T05:45:00+05:45", 1577836800, 0, 345)]
    [TestCase("2019-12-31T23:59:59.999999999-23:59", 1577923139, 999999999, -1439)]
    [TestCase("2016-12-31T23:59:60Z", 1483228800, 0, 0)] // a leap second is the next one, as POSIX counts
    [TestCase("2012-02-29T00:00:00Z", 1330473600, 0, 0)]
    [TestCase("1970-01-01T00:00:00Z", 0, 0, 0)]
    [TestCase("1969-12-31T23:59:59.75Z", -1, 750000000, 0)]
    [TestCase("0001-01-01T00:00:00Z", Min, 0, 0)] // Docker's "never"
    [TestCase("9999-12-31T23:59:59.999999999Z", Max, 999999999, 0)]
    public void Reads_what_Docker_writes(string text, long seconds, int nanoseconds, int offset)
    {
        Timestamp? time = Timestamp.TryParse(text, out int offsetMinutes);
        Assert.Multiple(() =>
        {
            Assert.That(time, Is.EqualTo(new Timestamp(seconds, nanoseconds)));
            Assert.That(offsetMinutes, Is.EqualTo(offset));
        });
    }

    [TestCase("")]
    [TestCase("never")]
    [TestCase("2013-12-17")]
    [TestCase("2013-12-17T14:48:17")]
    [TestCase("2013-12-17T14:48Z")]
    [TestCase("2013-12-17T14:48:17.Z")]
    [TestCase("2013-12-17T14:48:17.")]
    [TestCase("2013-12-17T14:48:17.5")]
    [TestCase("2013-12-17T14:48:17.5ZZ")]
    [TestCase("2013-12-17T14:48:17Z ")]
    [TestCase(" 2013-12-17T14:48:17Z")]
    [TestCase("2013-12-17T14:48:17+0100")]
    [TestCase("2013-12-17T14:48:17+1:00")]
    [TestCase("2013-12-17T14:48:17+24:00")]
    [TestCase("2013-12-17T14:48:17+01:60")]
    [TestCase("2013-12-17T14:48:17*01:00")]
    [TestCase("2013-13-17T14:48:17Z")]
    [TestCase("2013-00-17T14:48:17Z")]
    [TestCase("2013-02-29T14:48:17Z")]
    [TestCase("2013-12-00T14:48:17Z")]
    [TestCase("2013-12-17T24:00:00Z")]
    [TestCase("2013-12-17T14:60:17Z")]
    [TestCase("2013-12-17T14:48:61Z")]
    [TestCase("0000-12-17T14:48:17Z")]
    [TestCase("-013-12-17T14:48:17Z")]
    [TestCase("+013-12-17T14:48:17Z")]
    [TestCase("2013/12/17T14:48:17Z")]
    [TestCase("2013-12-17X14:48:17Z")]
    [TestCase("2013-12-1\0T14:48:17Z")]
    [TestCase("2013-12-17T14:48:1\0Z")]
    [TestCase("2013-12-17T14:48:17.\u0661Z")]
    [TestCase("\u0662\u0660\u0661\u0663-12-17T14:48:17Z")]
    public void Refuses_anything_else(string text) => Assert.That(Timestamp.TryParse(text), Is.Null);

    [TestCase(0, 0, "1970-01-01T00:00:00.000000000Z")]
    [TestCase(-1, 999999999, "1969-12-31T23:59:59.999999999Z")]
    [TestCase(1387291697, 530687093, "2013-12-17T14:48:17.530687093Z")]
    [TestCase(Min, 0, "0001-01-01T00:00:00.000000000Z")]
    [TestCase(Max, 999999999, "9999-12-31T23:59:59.999999999Z")]
    [TestCase(Min - 1, 5, "@-62135596801.000000005")]
    [TestCase(Max + 1, 0, "@253402300800.000000000")]
    [TestCase(long.MinValue, 1, "@-9223372036854775808.000000001")]
    [TestCase(long.MaxValue, 999999999, "@9223372036854775807.999999999")]
    public void Writes_nine_decimals(long seconds, int nanoseconds, string expected) =>
        Assert.That(new Timestamp(seconds, nanoseconds).ToString(), Is.EqualTo(expected));

    [Test]
    public void The_timeline_writes_an_offset() =>
        Assert.That(new Timestamp(0, 1).ToTimelineString(), Is.EqualTo("1970-01-01T00:00:00.000000001+00:00"));

    [Test]
    public void Writes_no_more_than_it_says()
    {
        byte[] target = new byte[Timestamp.MaxTextLength];
        int length = new Timestamp(long.MinValue, 999999999).Write(target, "+00:00"u8);
        Assert.That(Encoding.ASCII.GetString(target, 0, length), Is.EqualTo("@-9223372036854775808.999999999"));
        Assert.That(new Timestamp(0, 0).Write(target, "+00:00"u8), Is.EqualTo(35));
    }

    [TestCase(Min, false)]
    [TestCase(Min + 1, true)]
    [TestCase(0, true)]
    [TestCase(Max, true)]
    [TestCase(Max + 1, false)]
    [TestCase(long.MinValue, false)]
    public void Usable_is_what_RFC_3339_can_spell(long seconds, bool usable) => Assert.That(new Timestamp(seconds, 0).IsUsable, Is.EqualTo(usable));

    [Test]
    public void Orders_by_seconds_then_nanoseconds()
    {
        Timestamp[] ordered = [new(-2, 999999999), new(-1, 0), new(-1, 1), new(0, 0), new(0, 999999999), new(1, 0)];
        Assert.That(ordered.Reverse().Order(), Is.EqualTo(ordered));
        Assert.That(ordered[1] < ordered[2] && ordered[2] >= ordered[2] && ordered[3] > ordered[0] && ordered[0] <= ordered[5], Is.True);
    }

    [FsCheck.NUnit.Property(Replay = "7,11")]
    public bool Every_moment_reads_back_as_written(uint a, uint b, uint nanoseconds)
    {
        var time = new Timestamp(Min + (long)((((ulong)a << 32) | b) % (ulong)(Max - Min + 1)), (int)(nanoseconds % 1_000_000_000));
        return Timestamp.TryParse(time.ToString()) == time && Timestamp.TryParse(time.ToTimelineString()) == time;
    }

    [FsCheck.NUnit.Property(Replay = "13,17")]
    public bool Text_orders_as_time_does(int a, int b, uint nanoseconds)
    {
        var x = new Timestamp(a * 90000L, (int)(nanoseconds % 1_000_000_000));
        var y = new Timestamp(b * 90000L, (int)(nanoseconds % 7));
        return Math.Sign(string.CompareOrdinal(x.ToString(), y.ToString())) == x.CompareTo(y);
    }

    [FsCheck.NUnit.Property(Replay = "19,23")]
    public bool Hostile_text_never_throws(string? text, ushort cut)
    {
        const string good = "2013-04-11T14:13:15.57812-07:00";
        Timestamp.TryParse(text);
        Timestamp.TryParse(good.AsSpan(0, cut % good.Length));
        Timestamp.TryParse(good.Remove(cut % good.Length, 1).Insert(cut % good.Length, text is { Length: > 0 } ? text[..1] : "\0"));
        return true;
    }
}
