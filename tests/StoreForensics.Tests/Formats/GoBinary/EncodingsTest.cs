using StoreForensics.Formats.GoBinary;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.GoBinary;

public sealed class EncodingsTest
{
    /// <summary>The examples of docker-storage-formats.md section 7.2.</summary>
    [TestCase("010000000edf58813f075bcd15ffff", "2025-03-04T05:06:07.123456789Z", 0)]
    [TestCase("010000000edf58813f075bcd15021c", "2025-03-04T05:06:07.123456789Z", 540 * 60)]
    [TestCase("020000000edf58813f075bcd15021c1e", "2025-03-04T05:06:07.123456789Z", (540 * 60) + 30)]
    [TestCase("010000000e7791f70000000000ffff", "1970-01-01T00:00:00.000000000Z", 0)]
    [TestCase("01000000000000000000000000ffff", "0001-01-01T00:00:00.000000000Z", 0)]
    public void GoBinaryTimeOfTheSpecification(string hex, string time, int offsetSeconds)
    {
        Timestamp? parsed = GoBinaryTime.TryParse(Convert.FromHexString(hex), out int offset);

        Assert.That(parsed!.Value.ToString(), Is.EqualTo(time));
        Assert.That(offset, Is.EqualTo(offsetSeconds));
    }

    [TestCase("")]
    [TestCase("03")]
    [TestCase("010000000edf58813f075bcd15ff", TestName = "cut")]
    [TestCase("010000000edf58813f3b9aca00ffff", TestName = "a whole second of nanoseconds")]
    [TestCase("020000000edf58813f075bcd15021c", TestName = "version 2 without its last byte")]
    [TestCase("018000000000000000075bcd15ffff", TestName = "no 64-bit Unix time")]
    public void OtherBytesAreNoTime(string hex) => Assert.That(GoBinaryTime.TryParse(Convert.FromHexString(hex)), Is.Null);

    [TestCase("8ca401", 10502L)]
    [TestCase("08", 4L)]
    [TestCase("01", -1L)]
    [TestCase("ffffffffffffffffff01", long.MinValue)]
    public void SignedVarint(string hex, long value) => Assert.That(Varint.Signed(Convert.FromHexString(hex)), Is.EqualTo(value));

    [TestCase("e807", 1000UL)]
    [TestCase("00", 0UL)]
    [TestCase("ffffffffffffffffff01", ulong.MaxValue)]
    public void UnsignedVarint(string hex, ulong value) => Assert.That(Varint.Unsigned(Convert.FromHexString(hex)), Is.EqualTo(value));

    [TestCase("")]
    [TestCase("80")]
    [TestCase("0800", TestName = "something behind it")]
    [TestCase("ffffffffffffffffff02", TestName = "more than 64 bits")]
    [TestCase("8080808080808080808080", TestName = "endless")]
    public void OtherBytesAreNoVarint(string hex) => Assert.That(Varint.Unsigned(Convert.FromHexString(hex)), Is.Null);

    [Test]
    public void ProtobufFieldsInTheirOrder()
    {
        // 1: varint 150; 2: "hi"; 3: fixed64 1; 4: fixed32 2
        var fields = new ProtobufFields(Convert.FromHexString("089601" + "12026869" + "190100000000000000" + "2502000000"));
        var read = new List<string>();
        while (fields.Read())
            read.Add($"{fields.Number} {(fields.IsBytes ? System.Text.Encoding.ASCII.GetString(fields.Bytes) : fields.Value)}");

        Assert.That(read, Is.EqualTo(new[] { "1 150", "2 hi", "3 1", "4 2" }));
        Assert.That(fields.IsDamaged, Is.False);
    }

    [TestCase("12056869", TestName = "length beyond the end")]
    [TestCase("0b", TestName = "group")]
    [TestCase("00", TestName = "field 0")]
    [TestCase("1901", TestName = "cut number")]
    [TestCase("08", TestName = "tag alone")]
    public void ProtobufDamageEndsTheLoop(string hex)
    {
        var fields = new ProtobufFields(Convert.FromHexString(hex));

        Assert.That(fields.Read(), Is.False);
        Assert.That(fields.IsDamaged, Is.True);
        Assert.That(fields.Read(), Is.False);
    }
}
