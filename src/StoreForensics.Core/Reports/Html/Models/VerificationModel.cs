using Scriban.Runtime;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>What is not as the engine recorded it, and what could not be checked.</summary>
internal sealed class VerificationModel(ReportScope scope)
{
    private const int MaxRows = 10_000;

    /// <summary>Null when nothing was verified.</summary>
    public ScriptObject? Describe()
    {
        if (scope.Case.Verification is not { Checks.Count: > 0 } verification)
            return null;
        Check[] wrong = [.. verification.Checks.Where(c => c.IsMismatch)];
        return new ScriptObject
        {
            ["level"] = wrong.Length > 0 ? "damage" : "none",
            ["title"] = wrong.Length > 0 ? VerificationWords.Mismatch(verification)
                : VerificationWords.HasVerified(verification) ? "What could be verified is as the engine recorded it"
                    : "Whether layers were altered cannot be told",
            ["counts"] = VerificationWords.Counts(verification),
            ["wrong"] = ReportNumber.Count(wrong.Length),
            ["any"] = wrong.Length > 0,
            ["dropped"] = wrong.Length > MaxRows ? ReportNumber.Count(wrong.Length - MaxRows) : null,
            ["items"] = wrong.Take(MaxRows).Select(Item),
            ["reasons"] = verification.Checks.Where(c => c.Status == CheckStatus.Unverifiable).GroupBy(c => (c.Kind, c.Detail))
                .Select(g => $"{ReportNumber.Count(g.Count(), g.Key.Kind.Word())}: {g.Key.Detail}"),
        };
    }

    private ScriptObject Item(Check check) => new()
    {
        ["status"] = check.Status.Word(),
        ["kind"] = check.Kind.Word(),
        ["subject"] = scope.Case.Label(check.Subject, check.Origin.Evidence),
        ["path"] = check.Path?.ToString(),
        ["owners"] = string.Join(", ", VerificationWords.Owners(check)),
        ["detail"] = check.Detail,
        ["confidence"] = check.Grounds?.Confidence.Word(),
        ["basis"] = check.Grounds is { } basis ? string.Join("; ", basis.Basis) : null,
        ["alternatives"] = check.Grounds is { } grounds ? string.Join("; ", grounds.Alternatives) : null,
        ["recorded"] = Time(check.RecordedModified),
        ["now"] = Time(check.Modified),
        ["changed"] = Time(check.Changed),
    };

    private string? Time(Primitives.Timestamp? time) => time is { IsUsable: true } known ? scope.Time.Full(known) : null;
}
