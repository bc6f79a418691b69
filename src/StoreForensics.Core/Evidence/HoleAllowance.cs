using System.Globalization;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// How many bytes of holes one task may read as zeros, where a digest needs every byte: a file of a few kilobytes can claim exabytes of them. Files are asked
/// for in an order that the evidence decides. Not thread-safe.
/// </summary>
internal sealed class HoleAllowance(bool isUnlimited = false)
{
    /// <summary>The problem of what was left out.</summary>
    public const string Code = "SF-HOLE-0001";

    /// <summary>For all files of a task together: about a minute.</summary>
    public const long Bytes = 64L << 30;

    // Whether smaller files have holes is not worth asking.
    private const long SmallFile = 1 << 20;

    private long _left = Bytes;

    /// <summary>Null when the holes of the file may be read, which takes them off; else why not.</summary>
    /// <param name="nextData">See <see cref="IHoles.NextData"/>.</param>
    /// <param name="size">Bytes of the file.</param>
    public string? Refusal(Func<long, DataRun> nextData, long size)
    {
        if (isUnlimited || size < SmallFile)
            return null;
        long holes = HoleyFiles.Count(nextData, size, _left);
        if (holes > _left)
            return string.Create(CultureInfo.InvariantCulture,
                $"has no digest: of its {size} bytes so many are holes that more than {Bytes} bytes of them would be read as zeros; --hash-holes reads them all the same");
        _left -= holes;
        return null;
    }
}
