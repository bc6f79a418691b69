using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;
using StoreForensics.Verification;
using static StoreForensics.Tests.Formats.TarSplit.TarSplitSample;

namespace StoreForensics.Tests.Verification;

/// <summary>Records of layers that cannot be used, or name what no engine would have extracted.</summary>
internal sealed class RecordFaultTests
{
    private static readonly string s_record = LayeredSample.BottomRecord + "/tar-split.json.gz";

    [Test]
    public void A_record_that_cannot_be_opened_is_damage()
    {
        MadeStore store = LayeredSample.Make().Lost(s_record);
        Assert.That(Verified(store), Does.Contain(("SF-VERIFY-0001", ProblemSeverity.Damage, s_record)));
    }

    [TestCase("../../etc/cron.d/x")]
    [TestCase("a/../../x")]
    public void A_name_that_leads_out_of_the_layer_is_told(string name)
    {
        MadeStore store = LayeredSample.Make().File(s_record, Gzip(Lines(Segment(0, Header(name, 0)), File(1, name, ""), Segment(2, new byte[1024]))));
        Assert.That(Verified(store), Does.Contain(("SF-VERIFY-0002", ProblemSeverity.Warning, "overlay2/" + LayeredSample.Bottom)));
    }

    private static IEnumerable<(string, ProblemSeverity, string)> Verified(MadeStore store)
    {
        Inventory inventory = store.Read(out IReadOnlyList<int> roots);
        StoreVerifier.Verify(inventory, [store], store.Problems);
        return store.Problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Path.ToString()));
    }
}
