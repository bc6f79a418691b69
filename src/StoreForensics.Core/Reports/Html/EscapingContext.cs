using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace StoreForensics.Reports.Html;

/// <summary>
/// The template engine with escaping on output: whatever an expression yields is encoded, save an <see cref="HtmlFragment"/>. No built-in function is
/// offered (some read the clock or evaluate text as a template); <c>part</c> is ours. Unknown names are errors, so a misspelt field cannot vanish quietly.
/// </summary>
internal sealed class EscapingContext : TemplateContext
{
    // Of one text that an expression makes.
    private const int MaxText = 64 << 20;

    private readonly HtmlOutput _output;
    private long _steps;

    public EscapingContext(HtmlOutput output, HtmlTemplates templates)
        : base(new ScriptObject())
    {
        _output = output;
        BuiltinObject["part"] = new PartFunction(templates);
        LoopLimit = 0; // counted here, loops and parts together
        LimitToString = MaxText;
        OnStringLimit = ScriptLimitBehavior.Throw;
        OutputLimit = 0; // counted by the output
        AutoIndent = false;
        NewLine = "\n";
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        PushOutput(output);
    }

    /// <summary>Most turns of loops and parts written for one page.</summary>
    public long MaxSteps { get; init; } = TemplateLimits.Steps;

    /// <summary>Counts a turn of a loop or a part: templates come from users, and one without an end must not have the program.</summary>
    /// <exception cref="ScriptRuntimeException">There were too many.</exception>
    public void Step(SourceSpan span)
    {
        if (++_steps > MaxSteps)
            throw new ScriptRuntimeException(span, $"more than {MaxSteps} turns of loops and parts: it has no end, or the page would be too large to open");
        if (_output.IsFull)
            throw new ScriptRuntimeException(span, $"it writes more than {_output.MaxChars} characters: no browser opens such a page");
    }

    protected override bool OnStepLoop(ScriptLoopStatementBase loop)
    {
        Step(loop.Span);
        return base.OnStepLoop(loop);
    }

    /// <summary>Called by the engine for every value; the templates' own text goes another way.</summary>
    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is HtmlFragment fragment)
            fragment.WriteTo(_output);
        else if (textAsObject is not null)
            _output.WriteEncoded(textAsObject as string ?? ObjectToString(textAsObject));
        return this;
    }
}
