using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Patterns;

/// <summary>Runs a rule over the examples that its file gives.</summary>
internal static class ExampleCheck
{
    /// <summary>A line for each example that does not come out as the file says.</summary>
    public static IEnumerable<string> Faults(string fileName, PatternRule rule)
    {
        foreach (RuleExample example in rule.Examples)
        {
            Finding? found = Find(rule, example);
            string? fault = (example.Fires, found) switch
            {
                (true, null) => "finds nothing",
                (false, not null) => "is found",
                (true, { } f) when example.Severity is { } wanted && f.Severity != wanted => $"is {f.Severity.Word()}, not {wanted.Word()}",
                _ => null,
            };
            if (fault is not null)
                yield return string.Create(CultureInfo.InvariantCulture, $"{fileName}:{example.Line}: {rule.Rule.Id}: the example {fault}");
        }
    }

    private static Finding? Find(PatternRule rule, RuleExample example)
    {
        var sink = new FindingSink();
        if (example.Text is { } text)
        {
            var sight = new TextSight
            {
                Kind = example.Kind,
                Subjects = ["example"],
                Text = text,
                Origin = new Origin("example", default),
                Path = example.Kind is TextKind.File or TextKind.Data ? EvidencePath.FromString(example.Path) : (EvidencePath?)null
            };
            new PatternTexts([rule]).Look(sight, sink);
        }
        else
        {
            Look(new PatternFiles([rule]), example, sink);
        }
        return sink.Sorted() is [var found, ..] ? found : null;
    }

    private static void Look(PatternFiles rules, RuleExample example, FindingSink sink)
    {
        byte[] path = Encoding.UTF8.GetBytes(example.Path);
        bool isGone = example.Happening == FileHappening.Deleted;
        var source = new ExampleSource(path, Facts(example, example.Happening == FileHappening.Emptied ? 0 : 10));
        var below = new ExampleSource(path, Facts(example, 10));
        var step = new BuildStep { Number = 1, CreatedBy = example.Step, Instruction = "", Origin = new Origin("example", default) };
        rules.Look(
            new FileSight
            {
                Owner = example.Owner,
                Subjects = ["example"],
                Path = path,
                Change = isGone ? 'D' : example.Happening == FileHappening.Added ? 'A' : 'C',
                Source = source,
                Node = source.Node,
                Below = example.Happening == FileHappening.Added ? null : below.Entry,
                Step = example.Step.Length > 0 ? step : null,
                Digests = example.Digest is { } digest ? [digest.ToLowerInvariant()] : [],
                IsPackageStep = PackageStep.Is(example.Step),
            },
            sink);
    }

    private static EntryMetadata Facts(RuleExample example, long size) => new()
    {
        Kind = example.EntryKind,
        Mode = (ushort)example.Mode,
        Uid = example.Uid,
        Gid = example.Gid,
        Size = size,
        DataOffset = -1,
        LinkTarget = example.Target is { } target ? Encoding.UTF8.GetBytes(target) : null,
    };
}
