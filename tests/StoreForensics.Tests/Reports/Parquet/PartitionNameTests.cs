using StoreForensics.Reports.Parquet;

namespace StoreForensics.Tests.Reports.Parquet;

/// <summary>The folder of an evidence's rows: whatever it is called.</summary>
public sealed class PartitionNameTests
{
    [TestCase("web1.tar", "evidence=web1.tar")]
    [TestCase("/mnt/a b/web1.tar", "evidence=%2Fmnt%2Fa%20b%2Fweb1.tar")]
    [TestCase("../..", "evidence=..%2F..")]
    [TestCase("-", "evidence=-")]
    [TestCase("a%2Fb", "evidence=a%252Fb")]
    [TestCase("é", "evidence=%C3%A9")]
    public void Of_a_name(string evidence, string folder)
    {
        Assert.That(PartitionName.Of(evidence), Is.EqualTo(folder));
        Assert.That(PartitionName.Read(folder), Is.EqualTo(evidence));
    }

    [Test]
    public void Long_names_are_cut_and_stay_apart()
    {
        string[] folders = [.. Enumerable.Range(0, 5).Select(i => PartitionName.Of(new string('é', 90 - i) + "x"))];
        Assert.That(folders.Distinct().Count(), Is.EqualTo(5));
        Assert.That(folders.Select(f => f.Length), Is.All.InRange(175, 200));
        Assert.That(folders[0], Does.Match("(%C3|%A9)~[0-9a-f]{16}$"), "no half escape before the cut");
    }

    [FsCheck.NUnit.Property]
    public bool A_name_leads_nowhere_else_and_can_be_had_back(string? text)
    {
        string evidence = new([.. (text ?? "").Where(c => !char.IsSurrogate(c)).Take(40)]);
        string folder = PartitionName.Of(evidence);
        return folder.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '%' or '=' or '~')
            && (folder.Contains('~', StringComparison.Ordinal) || PartitionName.Read(folder) == evidence);
    }
}
