using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>
/// What the rotation of a log lets one expect (moby v20.10 daemon/logger/loggerutils/logfile.go): the numbers have no gap, and a file is put aside only when it
/// has reached <c>max-size</c>. What is missing or shorter was the work of something
/// else: lines taken away, or another program's rotation; which, the files do not tell.
/// </summary>
internal sealed class LogRotation(EvidenceFiles files, int directory)
{
    private readonly SortedDictionary<long, int> _byAge = [];

    /// <summary>Tells what is odd about the files called <paramref name="live"/>, <c>live.1</c>, <c>live.2.gz</c> and so on.</summary>
    public void Check(string live, JsonView? options)
    {
        byte[] name = Encoding.UTF8.GetBytes(live);
        foreach (int child in files.Tree.Children(directory))
        {
            if (files.Tree[child].Kind == EntryKind.File && files.Tree.Name(child).StartsWith(name)
                && ContainerLogs.Rotation(files.Tree.Name(child)[name.Length..]) is long age)
                _byAge.TryAdd(age, child);
        }
        if (_byAge.Count == 0 || _byAge.Keys.Last() == 0)
            return;
        CheckGaps(live);
        CheckSizes(Bytes(options?.Entry("max-size") is { } size ? JsonView.TextOf(size) : null));
    }

    private void CheckGaps(string live)
    {
        long expected = 0;
        foreach (long age in _byAge.Keys)
        {
            if (age != expected)
                files.Problems.Warn("SF-LOG-0004", files.Origin(_byAge[age]),
                    $"the log has a gap: {live}{(expected == 0 ? "" : "." + expected.ToString(CultureInfo.InvariantCulture))} is missing");
            expected = age + 1;
        }
    }

    private void CheckSizes(long? limit)
    {
        foreach ((long age, int node) in _byAge)
        {
            long size = files.Tree[node].Size;
            if (age == 0 || files.Tree.Name(node).EndsWith(".gz"u8))
                continue;
            if (size == 0)
                files.Problems.Warn("SF-LOG-0005", files.Origin(node),
                    "a log that was put aside is empty, as the engine never leaves one: its lines were taken out, or another program rotates it");
            else if (size < limit)
                files.Problems.Warn("SF-LOG-0005", files.Origin(node),
                    $"a log that was put aside has {size} bytes, and the engine puts one aside at {limit}: lines were taken out, or another program rotates it");
        }
    }

    /// <summary>As the engine reads sizes: a number and a unit of powers of 1000 (docker/go-units FromHumanSize); null for anything else.</summary>
    private static long? Bytes(string? text)
    {
        string number = (text ?? "").Trim().ToLowerInvariant().TrimEnd('b').TrimEnd();
        int power = number.Length == 0 ? -1 : "kmgtp".IndexOf(number[^1], StringComparison.Ordinal);
        if (power >= 0)
            number = number[..^1].TrimEnd();
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) || value is < 0 or > 1_000_000_000)
            return null;
        for (; power >= 0; power--)
            value *= 1000;
        return value > long.MaxValue ? null : (long)value;
    }
}
