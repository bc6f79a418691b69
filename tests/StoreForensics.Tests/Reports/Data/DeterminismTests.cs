using StoreForensics.Cases;
using StoreForensics.Reports;
using StoreForensics.Reports.Bodyfile;
using StoreForensics.Reports.Csv;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Jsonl;
using StoreForensics.Reports.L2t;

namespace StoreForensics.Tests.Reports.Data;

public sealed class DeterminismTests
{
    private static IEnumerable<IReportWriter> Writers() =>
        [new CsvTimelineWriter(), new JsonlTimelineWriter(), new BodyfileWriter(), new L2tCsvWriter(), new InventoryJsonWriter()];

    [TestCaseSource(nameof(Writers))]
    public void A_writer_gives_the_same_bytes_again(IReportWriter writer)
    {
        Case subject = Samples.Case();
        byte[] first = Samples.Write(writer, subject);
        byte[] second = Samples.Write(writer, subject);

        Assert.That(second, Is.EqualTo(first));
    }

    [TestCaseSource(nameof(Writers))]
    public void A_target_that_fails_is_an_input_output_error(IReportWriter writer) =>
        Assert.That(() => writer.Write(Samples.Case(), new FullDisk()), Throws.InstanceOf<IOException>());

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("full");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("full");
    }
}
